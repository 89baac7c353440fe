import Synchronization

/// Makes new ids. A port, so that tests can make them predictable.
package protocol IDGenerator: Sendable {
    /// A new value whose first 48 bits are `timestamp`'s milliseconds.
    func next(at timestamp: Timestamp) -> UUIDv7
}

extension IDGenerator {
    package func next<Subject>(_: Subject.Type, at timestamp: Timestamp) -> Identifier<Subject> {
        Identifier(next(at: timestamp))
    }
}

/// Ids from the system's random source; within a millisecond they grow by a 12-bit counter, so those
/// one process makes sort in the order they were made, up to about 2,000 a millisecond.
package final class SystemIDGenerator: IDGenerator {
    private struct State {
        var milliseconds: Int64 = .min
        var counter: UInt16 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func next(at timestamp: Timestamp) -> UUIDv7 {
        let counter = state.withLock { state in
            if state.milliseconds == timestamp.milliseconds {
                state.counter &+= 1
            } else {
                state.milliseconds = timestamp.milliseconds
                // The upper half stays free for the counter to grow into.
                state.counter = UInt16.random(in: 0..<0x800)
            }
            return state.counter
        }
        return UUIDv7(timestamp: timestamp, counter: counter, random: .random(in: .min ... .max))
    }
}
