import OMSKernel
import Synchronization

/// Ids of which each is greater than all before, also when a clock stands still for thousands of them.
final class GrowingIDs: IDGenerator {
    private let count = Mutex<UInt64>(0)

    func next(at timestamp: Timestamp) -> UUIDv7 {
        let number = count.withLock { count in
            count += 1
            return count
        }
        // The counter has 12 bits; what does not fit goes on in the milliseconds.
        return UUIDv7(
            timestamp: timestamp.advanced(by: .milliseconds(Int64(number >> 12))),
            counter: UInt16(number & 0xFFF),
            random: number
        )
    }
}
