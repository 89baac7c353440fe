import Synchronization

/// Runs the health checks side by side, each within its time, and keeps the answer for a moment, so that calls
/// without a key cost the database little.
final class HealthReporter: Sendable {
    struct Report: Sendable {
        let components: [(name: String, status: HealthCheck.Status)]
        /// Whether everything is up that must be.
        let isUp: Bool
    }

    private let checks: [HealthCheck]
    private let limits: APILimits
    private let now: @Sendable () -> ContinuousClock.Instant
    private let last = Mutex<(report: Report, madeAt: ContinuousClock.Instant)?>(nil)

    init(checks: [HealthCheck], limits: APILimits, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.checks = checks
        self.limits = limits
        self.now = now
    }

    func report() async -> Report {
        if let last = last.withLock({ $0 }), now() - last.madeAt < limits.healthFreshness { return last.report }
        var statuses: [Int: HealthCheck.Status] = [:]
        await withTaskGroup(of: (Int, HealthCheck.Status).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { [limits] in (index, await Self.run(check, within: limits.healthCheckTime)) }
            }
            for await (index, status) in group { statuses[index] = status }
        }
        let report = Report(
            components: checks.enumerated().map { ($1.name, statuses[$0] ?? .down(reason: "was not checked")) },
            isUp: checks.enumerated().allSatisfy { statuses[$0] == .up || !$1.isRequired }
        )
        let madeAt = now()
        last.withLock { $0 = (report, madeAt) }
        return report
    }

    private static func run(_ check: HealthCheck, within time: Duration) async -> HealthCheck.Status {
        await withTaskGroup(of: HealthCheck.Status?.self) { group in
            group.addTask { await check.check() }
            group.addTask {
                try? await ContinuousClock().sleep(for: time)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .down(reason: "did not answer in time")
        }
    }
}
