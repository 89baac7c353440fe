import Synchronization
import TestSupport

/// Callers that place orders for a server with all its roles to move along, each as soon as its last one has come to
/// its end, and wish some of them cancelled on their way.
final class Traffic: Sendable {
    private struct State {
        var orders: Set<String> = []
        var complaints: [String] = []
        var isOver = false
    }

    private let state = Mutex(State())
    private let caller: Caller
    private let seed: UInt64

    /// - Parameters:
    ///   - caller: speaks to the server.
    ///   - seed: of what is cancelled.
    init(_ caller: Caller, seed: UInt64) {
        self.caller = caller
        self.seed = seed
    }

    /// The ids of orders whose taking in was confirmed.
    var orders: Set<String> { state.withLock { $0.orders } }
    /// Answers that no caller should get.
    var complaints: [String] { state.withLock { $0.complaints } }

    /// Lets callers finish what they have in hand, and no more.
    func end() {
        state.withLock { $0.isOver = true }
    }

    /// Waits until so many orders more than now were confirmed.
    func waitForOrders(_ count: Int) async throws {
        let goal = orders.count + count
        guard await eventually({ orders.count >= goal }) else {
            throw ServerFailure(description: "No orders come in: \(orders.count) of \(goal), \(complaints)")
        }
    }

    /// Runs the callers until ``end()``.
    func run(callers: Int = 8) async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<callers { group.addTask { await self.call(number) } }
        }
    }

    private func call(_ number: Int) async {
        var random = SeededRandom(seed: seed &+ UInt64(number))
        var count = 0
        while !state.withLock({ $0.isOver }) {
            count += 1
            guard let placed = try? await caller.place(key: "traffic-\(number)-\(count)") else { continue }
            guard placed.status == 201, let order = try? placed.decoded(OrderView.self) else {
                complain(placed)
                continue
            }
            state.withLock { _ = $0.orders.insert(order.orderId) }
            if Int.random(in: 0..<4, using: &random) == 0 {
                try? await Task.sleep(for: .milliseconds(.random(in: 0...200, using: &random)))
                await cancel(order.orderId)
            }
            _ = await eventually(pause: .milliseconds(10)) {
                if state.withLock({ $0.isOver }) { return true }
                return (try? await caller.get("/orders/\(order.orderId)").decoded(OrderView.self))?.isOver ?? false
            }
        }
    }

    private func cancel(_ id: String) async {
        guard let wish = try? await caller.post("/orders/\(id)/cancel", #"{"reason":"traffic"}"#) else { return }
        // Cancelled, on its way to that, or shipped already.
        if ![200, 202, 409].contains(wish.status) { complain(wish) }
    }

    private func complain(_ reply: Reply) {
        state.withLock { $0.complaints.append("\(reply.status) \(reply.text)") }
    }
}

extension Caller {
    /// Waits until every order has come to its end.
    /// - Returns: all of them.
    func waitUntilAllAreOver() async throws -> [OrderView] {
        var orders: [OrderView] = []
        let areOver = try await eventually(pause: .milliseconds(200)) {
            orders = try await all("/orders", of: OrderView.self)
            return orders.allSatisfy(\.isOver)
        }
        guard areOver else {
            let open = orders.filter { !$0.isOver }
            let text = open.prefix(5).map { "\($0.orderId) is \($0.status)" }.joined(separator: ", ")
            throw ServerFailure(description: "\(open.count) of \(orders.count) orders do not end: \(text)")
        }
        return orders
    }
}
