import Access
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import OMSKernel
import TestSupport

/// The API on fresh stores, with a key of every scope, a clock that stands still and ids that count up.
struct APIFixture: Sendable {
    let api: API
    let stores: Stores
    let clock: SettableClock
    let monotonic: SettableMonotonicClock
    let ids: SequentialIDs
    /// A secret for each scope, and that one only.
    let secrets: [Scope: String]

    static let bootstrapSecret = "any text at all"

    /// Runs a test against a fresh API.
    static func with(
        _ backend: Backend = .memory,
        adjust: (inout APIDependencies) -> Void = { _ in },
        _ body: (APIFixture) async throws -> Void
    ) async throws {
        try await backend.withStores { stores in
            try await body(try await APIFixture(stores, adjust))
        }
    }

    private init(_ stores: Stores, _ adjust: (inout APIDependencies) -> Void) async throws {
        let clock = SettableClock()
        let monotonic = SettableMonotonicClock()
        let ids = SequentialIDs()
        var dependencies = APIDependencies(
            orders: stores.orders,
            customers: stores.customers,
            inventory: stores.inventory,
            warehouse: stores.warehouse,
            shipments: stores.shipments,
            supplier: stores.supplier,
            carrier: stores.carrier,
            keys: stores.keys,
            outbox: stores.outbox,
            ids: ids,
            clock: clock,
            cursorSecret: Array("a secret of the tests of thirty-two bytes".utf8)
        )
        dependencies.diagnostics = stores.diagnostics
        dependencies.monotonicNow = { monotonic.now() }
        dependencies.bootstrapKey = BootstrapKey(secret: Self.bootstrapSecret)
        dependencies.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        adjust(&dependencies)
        api = API(dependencies)
        let makesKeys = ManageAPIKeys(store: stores.keys, ids: ids, clock: clock)
        var secrets: [Scope: String] = [:]
        for scope in Scope.allCases {
            let made = try await makesKeys.create(ManageAPIKeys.Request(name: scope.rawValue, scopes: [scope.rawValue]))
            secrets[scope] = made.secret.text
        }
        self.stores = stores
        self.clock = clock
        self.monotonic = monotonic
        self.ids = ids
        self.secrets = secrets
    }

    /// The moment that the clock shows, as the API writes it.
    var now: String { clock.now().description }

    var application: Application<APIResponder> {
        Application(responder: api.responder, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Makes one request; with the bootstrap key and as JSON unless the headers say otherwise.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Reply {
        try await call(method, path, bytes: body.map { Array($0.utf8) }, headers: headers)
    }

    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        bytes: [UInt8]?,
        headers: [(String, String)] = []
    ) async throws -> Reply {
        var fields = HTTPFields()
        let names = Set(headers.map { $0.0.lowercased() })
        if names.isDisjoint(with: ["x-api-key", "authorization", "no-key"]) {
            fields.add("X-API-Key", Self.bootstrapSecret)
        }
        if bytes != nil, !names.contains("content-type") { fields[.contentType] = "application/json" }
        for (name, value) in headers where name != "No-Key" && value != "" {
            fields.add(name, value)
        }
        let response = try await application.test(.router) { [fields] client in
            try await client.executeRequest(
                uri: path,
                method: method,
                headers: fields,
                body: bytes.map { ByteBuffer(bytes: $0) }
            )
        }
        return Reply(response)
    }

    /// Places an order and gives its answer's body back.
    func place(_ body: String = #"{"items":[{"sku":"A-1","quantity":2}]}"#) async throws -> JSONNode {
        try await call(.post, "/orders", body).json
    }
}

extension HTTPFields {
    /// Adds a header line, also when there is one of the name.
    mutating func add(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        append(HTTPField(name: name, value: value))
    }
}
