import OMSKernel
import Synchronization

/// Hands messages to code in the same process, and wakes those who wait for news of a key.
package final class InProcessBus: EventTransport, EventWakeups {
    package typealias Handler = @Sendable (OutboxMessage) async throws -> Void

    /// A handler throws it for a message that will never be handled; it dies at once.
    package struct Refusal: Error, Equatable {
        package let reason: String

        package init(_ reason: String) {
            self.reason = reason
        }
    }

    private struct Registration {
        let destination: String
        let types: Set<String>?
        let handle: Handler
    }

    private struct State {
        var registrations: [Registration] = []
        var subscriptions = WakeupSubscriptions()
    }

    package let name = "in-process"

    private let maximumSubscriptions: Int
    private let state = Mutex(State())

    /// - Parameter maximumSubscriptions: those over it get no wake-ups and only look by themselves.
    package init(maximumSubscriptions: Int = 10_000) {
        self.maximumSubscriptions = maximumSubscriptions
    }

    /// Calls a handler for each message of a destination. Handlers are called one after the other, in the
    /// order in which they were registered, and may see a message again.
    /// - Parameters:
    ///   - destination: which messages.
    ///   - types: only those of these types; nil for all.
    ///   - handle: throws ``Refusal`` for a message that must die, anything else to see it again.
    package func register(destination: String, types: Set<String>? = nil, handle: @escaping Handler) {
        let registration = Registration(destination: destination, types: types, handle: handle)
        state.withLock { $0.registrations.append(registration) }
    }

    package func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        let registrations = state.withLock { $0.registrations }
        var report = DeliveryReport(delivered: messages.count, failure: nil)
        for (index, message) in messages.enumerated() {
            if let failure = await Self.handle(message, with: registrations) {
                report = DeliveryReport(delivered: index, failure: failure)
                break
            }
        }
        let keys = Set(messages.prefix(report.delivered).map(\.orderingKey))
        for continuation in state.withLock({ state in keys.flatMap { state.subscriptions.of($0) } }) {
            continuation.yield()
        }
        return report
    }

    package func wakeups(for orderingKey: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.subscriptions.add(continuation, for: orderingKey, maximum: maximumSubscriptions)
        }
        if let id {
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { $0.subscriptions.remove(id, of: orderingKey) }
            }
        }
        return stream
    }

    /// How many wait for wake-ups now.
    package var subscriptionCount: Int { state.withLock { $0.subscriptions.count } }

    /// - Returns: nil when every handler that wants the message took it.
    private static func handle(_ message: OutboxMessage, with registrations: [Registration]) async -> DeliveryFailure? {
        for registration in registrations where registration.destination == message.destination {
            guard registration.types?.contains(message.type) ?? true else { continue }
            do {
                try await registration.handle(message)
            } catch let refusal as Refusal {
                return DeliveryFailure(reason: refusal.reason, isRetryable: false)
            } catch let error as any CategorizedError {
                return DeliveryFailure(reason: error.message, isRetryable: true)
            } catch {
                return DeliveryFailure(reason: String("\(error)".prefix(500)), isRetryable: true)
            }
        }
        return nil
    }
}

/// Who waits for which key.
private struct WakeupSubscriptions {
    private var byKey: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    private var lastID = 0
    private(set) var count = 0

    func of(_ key: String) -> [AsyncStream<Void>.Continuation] {
        byKey[key].map { Array($0.values) } ?? []
    }

    /// - Returns: the subscription's number; nil when there are too many.
    mutating func add(_ continuation: AsyncStream<Void>.Continuation, for key: String, maximum: Int) -> Int? {
        guard count < maximum else { return nil }
        lastID += 1
        count += 1
        byKey[key, default: [:]][lastID] = continuation
        return lastID
    }

    mutating func remove(_ id: Int, of key: String) {
        guard byKey[key]?.removeValue(forKey: id) != nil else { return }
        count -= 1
        if byKey[key]?.isEmpty == true { byKey[key] = nil }
    }
}
