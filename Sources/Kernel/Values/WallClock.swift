import Foundation

/// Tells the time. A port, so that contexts stay pure and tests can set it.
package protocol WallClock: Sendable {
    func now() -> Timestamp
}

/// The machine's clock.
package struct SystemWallClock: WallClock {
    package init() {}

    package func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
