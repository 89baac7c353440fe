import Access
import HTTPTypes
import Messaging
import OMSKernel
import Orders

/// `/doctor`: what an operator should look at, and what can be mended.
struct OperationsRoutes: Sendable {
    /// How many orders and keys one answer names.
    private static let findings = 100

    private let outbox: any OutboxStore
    private let diagnostics: (any OrderDiagnostics)?
    private let examiner: (any SystemExaminer)?
    private let keys: any APIKeyStore
    private let limits: APILimits

    init(_ dependencies: APIDependencies) {
        outbox = dependencies.outbox
        diagnostics = dependencies.diagnostics
        examiner = dependencies.examiner
        keys = dependencies.keys
        limits = dependencies.limits
    }

    var routes: [Route] {
        [
            Route(.get, "/doctor", .scope(.operations)) { call in try await examine(call, repairs: false) },
            Route(.post, "/doctor/repair", .scope(.operations)) { call in try await examine(call, repairs: true) },
        ]
    }

    private func examine(_ call: Call, repairs: Bool) async throws -> Answer {
        let now = call.receivedAt
        let depth = try await outbox.depth()
        let disagreements = try await diagnostics?.disagreements(limit: Self.findings) ?? []
        let expiring = try await keys.keysExpiring(
            from: now,
            before: now.advanced(by: limits.expiringKeys),
            limit: Self.findings
        )
        var findings: [SystemFinding] = []
        if let oldest = depth.oldest, now.duration(since: oldest) > limits.lateEvents {
            findings.append(.late(depth, since: oldest))
        }
        if depth.dead > 0 { findings.append(.dead(depth.dead)) }
        findings += disagreements.map { SystemFinding($0) }
        findings += try await examiner?.examine(repairs: repairs, limit: Self.findings) ?? []
        findings += expiring.map { SystemFinding($0) }
        return .json { writer in
            writer.member("findings", array: findings) { writer, finding in writer.finding(finding) }
        }
    }
}

extension SystemFinding {
    fileprivate static func late(_ depth: OutboxDepth, since oldest: Timestamp) -> SystemFinding {
        SystemFinding(
            "\(depth.undelivered) events are not delivered, the oldest since \(oldest)",
            subject: nil,
            remedy: "Look at /health/ready and the log of the relay"
        )
    }

    fileprivate static func dead(_ count: Int) -> SystemFinding {
        SystemFinding(
            "\(count) events could not be delivered and wait in the dead letters",
            subject: nil,
            remedy: "`oms events dead` shows why, `oms events retry` sends them again"
        )
    }

    fileprivate init(_ found: OrderDisagreement) {
        self.init(
            "The order contradicts its events: \(found.problem)",
            subject: found.orderID.description,
            remedy: nil
        )
    }

    fileprivate init(_ key: APIKey) {
        self.init(
            "The key \(key.name) expires at \(key.expiresAt?.description ?? "an unknown time")",
            severity: .warning,
            subject: key.id.description,
            remedy: "`oms keys create` makes another one"
        )
    }
}

extension JSONWriter {
    fileprivate mutating func finding(_ finding: SystemFinding) {
        object { writer in
            writer.member("severity", finding.severity.rawValue)
            writer.member("message", finding.message)
            writer.member("subject", finding.subject)
            writer.member("remedy", finding.remedy)
            writer.member("isRepairable", finding.isRepairable)
            writer.member("isRepaired", finding.isRepaired)
        }
    }
}
