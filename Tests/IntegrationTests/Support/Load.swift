import Foundation
import Synchronization
import TestSupport

/// Callers that place orders without a pause and keep account of what they were told. A request without an answer,
/// or one that was put off, is sent again with its key until it is answered.
final class Load: Sendable {
    struct Account: Sendable {
        /// The order's id and whether its cancellation was confirmed, by key.
        var orders: [String: (id: String, isCancelled: Bool)] = [:]
        /// Answers that no caller should get.
        var complaints: [String] = []
        /// Answers 503.
        var refusals = 0
        /// Answers 503 that do not say when to come again.
        var refusalsWithoutTime = 0
        /// Requests that were not answered.
        var broken = 0
    }

    private struct State {
        var account = Account()
        var caller: Caller
        var isOver = false
    }

    private let state: Mutex<State>
    private let seed: UInt64

    init(_ caller: Caller, seed: UInt64) {
        state = Mutex(State(caller: caller))
        self.seed = seed
    }

    var account: Account { state.withLock { $0.account } }

    /// Sends everything to another server from now on.
    func move(to caller: Caller) {
        state.withLock { $0.caller = caller }
    }

    /// Lets callers finish what they have in hand, and no more.
    func end() {
        state.withLock { $0.isOver = true }
    }

    /// Waits until more orders were confirmed than now.
    func waitForOrders(_ count: Int) async throws {
        let goal = account.orders.count + count
        let isReached = await eventually { account.orders.count >= goal }
        guard isReached else { throw ServerFailure(description: "No orders come in: \(account)") }
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
            let key = "load-\(seed)-\(number)-\(count)"
            guard let placed = await insist({ try await $0.place(key: key) }, allowed: [200, 201]) else { return }
            guard let order = try? placed.decoded(OrderView.self) else { return complain(placed) }
            state.withLock { $0.account.orders[key] = (order.orderId, false) }
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            let path = "/orders/\(order.orderId)/cancel"
            guard await insist({ try await $0.post(path, #"{"reason":"load"}"#) }, allowed: [200]) != nil else {
                return
            }
            state.withLock { $0.account.orders[key] = (order.orderId, true) }
        }
    }

    /// Sends until there is an answer of an allowed status; nil after one that is neither allowed nor a 503.
    private func insist(_ request: (Caller) async throws -> Reply, allowed: Set<Int>) async -> Reply? {
        while true {
            let caller = state.withLock { $0.caller }
            guard let reply = try? await request(caller) else {
                state.withLock { $0.account.broken += 1 }
                try? await Task.sleep(for: .milliseconds(10))
                continue
            }
            if allowed.contains(reply.status) { return reply }
            guard reply.status == 503 else {
                complain(reply)
                return nil
            }
            state.withLock { state in
                state.account.refusals += 1
                if reply.header("Retry-After").flatMap({ Int($0) }) == nil { state.account.refusalsWithoutTime += 1 }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func complain(_ reply: Reply) {
        state.withLock { $0.account.complaints.append("\(reply.status) \(reply.text)") }
    }
}
