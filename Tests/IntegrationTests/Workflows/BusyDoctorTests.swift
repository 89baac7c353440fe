import TestSupport
import Testing

/// The doctor beside a system that moves orders: what is just happening is no finding, and nothing is mended of it.
@Suite(.timeLimit(.minutes(10)))
struct BusyDoctorTests {
    private static let everything = ["OMS_ROLES": "api,relay,engine,worker", "OMS_WAREHOUSE_SIMULATION": "0s"]
    private static let pieces = 100_000

    @Test(arguments: DatabaseKind.allCases)
    func `the doctor finds nothing wrong while orders are moved, however often it looks`(
        kind: DatabaseKind
    ) async throws {
        var random = SeededRandom.announced(for: "doctor beside traffic")
        let seed = random.next() >> 16
        try await Deployment(kind).withServer(Self.everything) { server in
            try await server.caller.stock("A-1", pieces: Self.pieces)
            let traffic = Traffic(server.caller, seed: seed)
            let running = Task { await traffic.run() }
            try await traffic.waitForOrders(20)
            for look in 1...40 {
                let isRepair = look.isMultiple(of: 2)
                let reply =
                    try await isRepair
                    ? server.caller.post("/doctor/repair", "") : server.caller.get("/doctor")
                let found = try reply.decoded(DoctorView.self).findings.map(\.message)
                #expect(found.isEmpty, "look \(look): \(found)")
            }
            try await traffic.waitForOrders(20)
            traffic.end()
            await running.value
            #expect(traffic.complaints == [])
            let orders = try await server.caller.waitUntilAllAreOver()
            #expect(Set(orders.map(\.orderId)) == traffic.orders)
            // Nothing was done twice by what was mended.
            let shipped = orders.count { $0.status == "SHIPPED" }
            let stock = try await server.caller.get("/inventory/A-1").decoded(StockView.self)
            #expect(stock.onHand == Int64(Self.pieces - 2 * shipped) && stock.reserved == 0)
            let report = try await server.caller.get("/doctor").decoded(DoctorView.self)
            #expect(report.findings.map(\.message) == [])
        }
    }
}
