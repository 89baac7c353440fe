package import OMSKernel
import Synchronization

/// Ids that count up: the first has 1 in its last digits, the next 2.
package final class SequentialIDs: IDGenerator {
    private let count = Mutex<UInt64>(0)

    package init() {}

    package func next(at timestamp: Timestamp) -> UUIDv7 {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return UUIDv7(timestamp: timestamp, counter: UInt16(truncatingIfNeeded: number), random: number)
    }
}
