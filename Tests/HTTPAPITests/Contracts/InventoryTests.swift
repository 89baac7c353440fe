import HTTPTypes
import Inventory
import OMSKernel
import TestSupport
import Testing

@Suite
struct InventoryTests {
    private static func adjust(
        _ api: APIFixture,
        _ sku: String,
        _ delta: Int64,
        key: String,
        reason: String = "receipt"
    ) async throws -> Reply {
        let body = #"{"delta":\#(delta),"reason":"\#(reason)"}"#
        return try await api.call(.post, "/inventory/\(sku)/adjustments", body, headers: [("Idempotency-Key", key)])
    }

    @Test(arguments: Backend.allCases)
    func `an adjustment makes a SKU known, and its key answers the first result again`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            #expect(try await api.call(.get, "/inventory/A-1").status == 404)
            let made = try await Self.adjust(api, "A-1", 10, key: "r1")
            #expect(made.status == 201)
            let id = try #require(try made.json["movementId"].text)
            let actor = try #require(try made.json["actor"].text)
            #expect(
                made.text == #"{"movementId":"\#(id)","sku":"A-1","kind":"RECEIPT","onHandDelta":10,"reservedDelta":0,"#
                    + #""orderId":null,"reason":"receipt","actor":"\#(actor)","createdAt":"\#(api.now)"}"#
            )
            #expect(try await Self.adjust(api, "A-1", -3, key: "c1", reason: "count").status == 201)
            api.clock.advance(by: .seconds(5))
            let again = try await Self.adjust(api, "A-1", 10, key: "r1")
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == "true")
            #expect(again.text == made.text)
            for (sku, delta) in [("A-1", Int64(11)), ("B-1", 10)] {
                let other = try await Self.adjust(api, sku, delta, key: "r1")
                #expect(other.status == 422, "\(sku) \(delta)")
            }
            #expect(try await api.call(.get, "/inventory/B-1").status == 404)
            let level = try await api.call(.get, "/inventory/A-1")
            #expect(level.header("ETag") == #""2""#)
            #expect(
                level.text.hasPrefix(
                    #"{"sku":"A-1","onHand":7,"reserved":0,"available":7,"reorderPoint":0,"reorderQuantity":0,"#
                        + #""isReplenishing":false,"version":2,"#
                )
            )
        }
    }

    @Test(arguments: Backend.allCases)
    func `the ledger is listed newest first and sums to the stock`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            for delta in 1...5 {
                _ = try await Self.adjust(api, "A-1", Int64(delta), key: "k\(delta)")
                api.clock.advance(by: .milliseconds(1))
            }
            var cursor = ""
            var deltas: [Int64] = []
            repeat {
                let page = try await api.call(.get, "/inventory/A-1/movements?limit=2\(cursor)").json
                deltas += page["data"].elements.compactMap { $0["onHandDelta"].whole }
                cursor = page["nextCursor"].text.map { "&cursor=\($0)" } ?? ""
            } while cursor != ""
            #expect(deltas == [5, 4, 3, 2, 1])
            let level = try await api.call(.get, "/inventory/A-1").json
            #expect(level["onHand"].whole == 15)
            #expect(try await api.call(.get, "/inventory/B-1/movements").status == 404)
            _ = try await Self.adjust(api, "B-1", 1, key: "b")
            let first = try await api.call(.get, "/inventory/A-1/movements?limit=2").json
            let foreign = try #require(first["nextCursor"].text)
            #expect(try await api.call(.get, "/inventory/B-1/movements?cursor=\(foreign)").status == 400)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a SKU may hold what separates paths, escaped`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let skus = ["50%25%20off", "A%2F1", "A%252F1", "Ren%C3%A9%20%2B%3F%23", "a", "%C3%A9"]
            let codes = ["50% off", "A/1", "A%2F1", "René +?#", "a", "é"]
            for (index, sku) in skus.enumerated() {
                #expect(try await Self.adjust(api, sku, Int64(index) + 1, key: "k\(index)").status == 201, "\(sku)")
            }
            for (index, sku) in skus.enumerated() {
                let level = try await api.call(.get, "/inventory/\(sku)").json
                #expect(level["sku"].text == codes[index])
                #expect(level["onHand"].whole == Int64(index) + 1)
            }
            var cursor = ""
            var listed: [String] = []
            repeat {
                let page = try await api.call(.get, "/inventory?limit=1\(cursor)").json
                listed += page["data"].elements.compactMap { $0["sku"].text }
                cursor = page["nextCursor"].text.map { "&cursor=\($0)" } ?? ""
            } while cursor != ""
            #expect(listed == ["50% off", "A%2F1", "A/1", "René +?#", "a", "é"])
        }
    }

    @Test
    func `a SKU that is none is not found when read, and refused by name when written`() async throws {
        try await APIFixture.with { api in
            let long = String(repeating: "x", count: 65)
            for sku in [long, "%20A", "A%00", "A%0A"] {
                #expect(try await api.call(.get, "/inventory/\(sku)").status == 404, "\(sku)")
                let body = #"{"reorderPoint":0,"reorderQuantity":0}"#
                for reply in [
                    try await api.call(.put, "/inventory/\(sku)", body),
                    try await api.call(.put, "/inventory/\(sku)/components", #"{"components":[]}"#),
                    try await Self.adjust(api, sku, 1, key: "k"),
                ] {
                    #expect(reply.status == 400, "\(sku)")
                    #expect(try reply.error("sku")?.hasPrefix("sku ") == true, "\(sku)")
                }
            }
        }
    }

    @Test(arguments: [
        (#"{"reason":"receipt"}"#, "delta", "is required"), (#"{"delta":0,"reason":"r"}"#, "delta", "must not be 0"),
        (#"{"delta":1000000000001,"reason":"r"}"#, "delta", "must be at most 1000000000000 either way"),
        (#"{"delta":1.5,"reason":"r"}"#, "delta", "must be a whole number"),
        (#"{"delta":1}"#, "reason", "is required"), (#"{"delta":1,"reason":""}"#, "reason", "must not be empty"),
    ])
    func `a wrong adjustment is refused by name`(body: String, field: String, text: String) async throws {
        try await APIFixture.with { api in
            let path = "/inventory/A-1/adjustments"
            let reply = try await api.call(.post, path, body, headers: [("Idempotency-Key", "k")])
            #expect(reply.status == 400)
            #expect(try reply.error(field) == "\(field) \(text)")
            #expect(try await api.call(.get, "/inventory/A-1").status == 404)
        }
    }

    @Test
    func `an adjustment needs a key that is one`() async throws {
        try await APIFixture.with { api in
            let body = #"{"delta":1,"reason":"r"}"#
            let path = "/inventory/A-1/adjustments"
            let none = try await api.call(.post, path, body)
            #expect(try none.error("Idempotency-Key") == "Idempotency-Key is required")
            let wrong = try await api.call(.post, path, body, headers: [("Idempotency-Key", #"a"b"#)])
            #expect(wrong.status == 400)
            #expect(try wrong.error("Idempotency-Key")?.contains("must be 1 to 255 visible") == true)
        }
    }

    @Test(arguments: Backend.allCases)
    func `what is held for orders, or beyond the most there can be, is a conflict`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            _ = try await Self.adjust(api, "A-1", 3, key: "k1")
            let allocate = AllocateInventory(store: api.stores.inventory, ids: api.ids, clock: api.clock)
            let order = api.ids.next(OrderSubject.self, at: api.clock.now())
            _ = try await allocate.allocate([(sku: try SKU("A-1"), quantity: 2)], for: order)
            #expect(try await Self.adjust(api, "A-1", -2, key: "k2", reason: "loss").status == 409)
            #expect(try await Self.adjust(api, "A-1", 999_999_999_998, key: "k3").status == 409)
            #expect(try await Self.adjust(api, "A-1", -1, key: "k2", reason: "loss").status == 201)
            let newest = try await api.call(.get, "/inventory/A-1/movements").json["data"].elements
            #expect(newest.map { $0["kind"].text } == ["ADJUSTMENT", "RESERVATION", "RECEIPT"])
            #expect(newest.map { $0["orderId"].text } == [nil, order.description, nil])
        }
    }

    @Test(arguments: Backend.allCases)
    func `reordering is set under the version that was read`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let body = #"{"reorderPoint":5,"reorderQuantity":50}"#
            let path = "/inventory/A-1"
            #expect(try await api.call(.put, path, body, headers: [("If-Match", #""1""#)]).status == 412)
            #expect(try await api.call(.put, path, body, headers: [("If-Match", #"W/"0""#)]).status == 412)
            #expect(try await api.call(.put, path, body, headers: [("If-Match", #""7", "8""#)]).status == 412)
            #expect(try await api.call(.get, path).status == 404)
            let set = try await api.call(.put, path, body)
            #expect(set.status == 200)
            #expect(set.header("ETag") == #""1""#)
            #expect(try set.json["reorderPoint"].whole == 5)
            #expect(try set.json["isReplenishing"] == .flag(true))
            let off = #"{"reorderPoint":0,"reorderQuantity":0}"#
            #expect(try await api.call(.put, path, off, headers: [("If-Match", #""7", "1""#)]).status == 200)
            #expect(try await api.call(.put, path, off, headers: [("If-Match", #""1""#)]).status == 412)
            let wrong = try await api.call(.put, path, #"{"reorderPoint":-1}"#)
            #expect(try wrong.error("reorderPoint") == "reorderPoint must be 0 to 1000000000000")
            #expect(try wrong.error("reorderQuantity") == "reorderQuantity is required")
        }
    }

    @Test(arguments: Backend.allCases)
    func `kits nest, and one that would hold itself is refused`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let kit = #"{"components":[{"sku":"A-1","quantity":2},{"sku":"B/1","quantity":1}]}"#
            let made = try await api.call(.put, "/inventory/K-1/components", kit)
            #expect(made.status == 200)
            #expect(made.text == #"{"sku":"K-1",\#(kit.dropFirst())"#)
            #expect(try await api.call(.get, "/inventory/K-1/components").text == made.text)
            let outer = #"{"components":[{"sku":"K-1","quantity":3}]}"#
            #expect(try await api.call(.put, "/inventory/K-2/components", outer).status == 200)
            let cycle = try await api.call(
                .put,
                "/inventory/A-1/components",
                #"{"components":[{"sku":"K-2","quantity":1}]}"#
            )
            #expect(cycle.status == 409)
            #expect(try cycle.json["detail"].text == "A-1 would be a component of itself")
            let itself = try await api.call(
                .put,
                "/inventory/K-2/components",
                #"{"components":[{"sku":"K-2","quantity":1}]}"#
            )
            #expect(try itself.error("components[0].sku") == "components[0].sku is the kit itself")
            #expect(try await Self.adjust(api, "K-1", 1, key: "k").status == 409)
            #expect(try await api.call(.put, "/inventory/K-1/components", #"{"components":[]}"#).status == 200)
            #expect(try await Self.adjust(api, "K-1", 1, key: "k").status == 201)
            #expect(try await api.call(.put, "/inventory/K-1/components", kit).status == 409)
            #expect(try await api.call(.get, "/inventory/none/components").status == 404)
        }
    }

    @Test(arguments: [
        (#"{}"#, "components", "is required"), (#"{"components":{}}"#, "components", "must be a list, not an object"),
        (#"{"components":[{"sku":"A"}]}"#, "components[0].quantity", "is required"),
        (#"{"components":[{"quantity":1}]}"#, "components[0].sku", "is required"),
        (#"{"components":[{"sku":"A","quantity":0}]}"#, "components[0].quantity", "must be 1 to 1000000"),
        (#"{"components":[{"sku":" A","quantity":1}]}"#, "components[0].sku", "must not start or end with a space"),
        (
            #"{"components":[{"sku":"A","quantity":1},{"sku":"A","quantity":1}]}"#, "components[1].sku",
            "is there already"
        ),
    ])
    func `wrong components are refused by name`(body: String, field: String, text: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.put, "/inventory/K-1/components", body)
            #expect(reply.status == 400)
            #expect(try reply.error(field) == "\(field) \(text)")
        }
    }
}
