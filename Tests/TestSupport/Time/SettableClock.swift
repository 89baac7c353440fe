package import OMSKernel
import Synchronization

/// A clock that stands still until a test moves it.
package final class SettableClock: WallClock {
    private let moment: Mutex<Timestamp>

    package init(_ moment: Timestamp = Timestamp(milliseconds: 1_795_168_800_000)) {
        self.moment = Mutex(moment)
    }

    package func now() -> Timestamp { moment.withLock { $0 } }

    package func set(_ new: Timestamp) {
        moment.withLock { $0 = new }
    }

    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }
}
