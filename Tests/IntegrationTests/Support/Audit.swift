import Foundation
import Testing

/// Holds a server to what callers were told.
enum Audit {
    /// Every order that was confirmed is there, none twice, none that nobody was told of, each in the state that was
    /// confirmed; events tell the same as the states; everything was delivered.
    /// - Parameters:
    ///   - server: the server as it is now, and ready.
    ///   - account: what callers were told.
    ///   - delivered: the lines that all its processes wrote as events; nil when that is not looked at.
    /// - Throws: when an answer is not what it should be.
    static func check(_ server: RunningServer, _ account: Load.Account, delivered: [String]? = nil) async throws {
        #expect(account.complaints == [])
        let stored = try await server.caller.all("/orders", of: OrderView.self)
        let byKey = Dictionary(grouping: stored, by: \.requestId)
        #expect(byKey.filter { $1.count > 1 }.isEmpty, "orders that are there twice")
        #expect(account.orders.keys.filter { byKey[$0] == nil }.isEmpty, "confirmed and gone")
        #expect(byKey.keys.filter { account.orders[$0] == nil }.isEmpty, "there, and nobody was told")
        for (key, told) in account.orders {
            guard let order = byKey[key]?.first else { continue }
            #expect(order.orderId == told.id)
            #expect((order.status == "CANCELLED") == told.isCancelled)
            #expect(order.version == (told.isCancelled ? 2 : 1))
        }
        try await server.waitUntilDelivered()
        let report = try await server.caller.get("/doctor").decoded(DoctorView.self)
        #expect(report.findings.map(\.message) == [])
        guard let delivered else { return }
        checkDelivery(of: stored, delivered)
    }

    /// Each order's events were delivered at least once, the first time in their order.
    private static func checkDelivery(of orders: [OrderView], _ lines: [String]) {
        var sequences: [String: [Int]] = [:]
        for line in lines {
            // A process that was killed may have left half a line.
            guard let event = try? JSONDecoder().decode(CloudEventView.self, from: Data(line.utf8)),
                let sequence = Int(event.sequence)
            else { continue }
            if sequences[event.subject]?.contains(sequence) != true {
                sequences[event.subject, default: []].append(sequence)
            }
        }
        let wrong = orders.filter { sequences[$0.orderId] != Array(1...$0.version) }
        #expect(wrong.isEmpty, "events that were not delivered, or not in their order")
    }
}
