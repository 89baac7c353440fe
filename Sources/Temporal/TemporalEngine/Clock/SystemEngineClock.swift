import Foundation

/// The machine's clock.
package struct SystemEngineClock: EngineClock {
    /// The machine's clock may be set while a sleep is under way, so no sleep is longer than this.
    private static let longestSleep = Duration.seconds(60)

    package init() {}

    package func now() -> EngineTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return EngineTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package func sleep(until time: EngineTime) async throws {
        while true {
            let rest = time - now()
            guard rest > .zero else { return }
            try await Task.sleep(for: min(rest, Self.longestSleep))
        }
    }
}
