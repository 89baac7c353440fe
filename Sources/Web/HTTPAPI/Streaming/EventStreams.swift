import HTTPTypes
import HummingbirdCore
import Messaging
import NIOCore
import OMSKernel
import Orders
import ServiceLifecycle
import Synchronization

/// The live event streams of this process: `text/event-stream`, at most ``APILimits/eventStreams`` at once.
final class EventStreams: Sendable {
    private let orders: any OrderStore
    private let wakeups: (any EventWakeups)?
    private let limits: APILimits
    private let open = Atomic(0)

    init(orders: any OrderStore, wakeups: (any EventWakeups)?, limits: APILimits) {
        self.orders = orders
        self.wakeups = wakeups
        self.limits = limits
    }

    /// The answer that streams an order's events after a sequence number until the client leaves, the stream's
    /// time is over or the server stops.
    /// - Throws: 503 when there are too many streams.
    func open(of id: OrderID, after sequence: Int64) throws(Problem) -> Answer {
        guard let place = Place(counter: self) else {
            throw .unavailable("Too many live streams are open; try again later", retryAfter: .seconds(5))
        }
        let body = ResponseBody { [self] writer in
            // The place among the open streams is kept until the body is written, or thrown away.
            defer { withExtendedLifetime(place) {} }
            try await write(id, after: sequence, to: &writer)
        }
        return Answer(.ok, body: body, contentType: .eventStream)
    }

    @concurrent
    private func write(_ id: OrderID, after sequence: Int64, to writer: inout any ResponseBodyWriter) async throws {
        let wakeups = wakeups?.wakeups(for: id.description)
        var stream = EventStreamWriter(orders: orders, id: id, last: sequence)
        let end = ContinuousClock.now + limits.eventStreamTime
        var lastWrite = ContinuousClock.now
        try await writer.write(EventStreamWriter.comment("open"))
        for await _ in StreamSignals(
            wakeups: wakeups,
            interval: min(limits.streamPollInterval, limits.heartbeatInterval)
        ) {
            while let text = try await stream.next() {
                try await writer.write(text)
                lastWrite = .now
            }
            let now = ContinuousClock.now
            if now >= end { break }
            if now - lastWrite >= limits.heartbeatInterval {
                try await writer.write(EventStreamWriter.comment("alive"))
                lastWrite = now
            }
        }
        try await writer.finish(nil)
    }

    /// One of the places for streams; given back when nobody holds it any more.
    private final class Place: Sendable {
        private let counter: EventStreams

        init?(counter: EventStreams) {
            guard counter.open.wrappingAdd(1, ordering: .relaxed).newValue <= counter.limits.eventStreams else {
                counter.open.wrappingSubtract(1, ordering: .relaxed)
                return nil
            }
            self.counter = counter
        }

        deinit {
            counter.open.wrappingSubtract(1, ordering: .relaxed)
        }
    }
}
