import Access
import HTTPTypes
import Messaging
import OMSKernel
import Orders

/// `/doctor`: what an operator should look at.
struct OperationsRoutes: Sendable {
    /// How many orders and keys one answer names.
    private static let findings = 100

    private let outbox: any OutboxStore
    private let diagnostics: (any OrderDiagnostics)?
    private let keys: any APIKeyStore
    private let limits: APILimits

    init(_ dependencies: APIDependencies) {
        outbox = dependencies.outbox
        diagnostics = dependencies.diagnostics
        keys = dependencies.keys
        limits = dependencies.limits
    }

    var routes: [Route] {
        [Route(.get, "/doctor", .scope(.operations), handler: doctor)]
    }

    private func doctor(_ call: Call) async throws -> Answer {
        let now = call.receivedAt
        let depth = try await outbox.depth()
        let disagreements = try await diagnostics?.disagreements(limit: Self.findings) ?? []
        let expiring = try await keys.keysExpiring(
            from: now,
            before: now.advanced(by: limits.expiringKeys),
            limit: Self.findings
        )
        var findings: [Finding] = []
        if let oldest = depth.oldest, now.duration(since: oldest) > limits.lateEvents {
            findings.append(.late(depth, since: oldest))
        }
        if depth.dead > 0 { findings.append(.dead(depth.dead)) }
        findings += disagreements.map(Finding.init)
        findings += expiring.map(Finding.init)
        return .json { writer in
            writer.member("findings", array: findings) { writer, finding in writer.finding(finding) }
        }
    }
}

/// One thing that is wrong, or soon will be.
private struct Finding {
    enum Severity: String {
        case warning, error
    }

    let severity: Severity
    /// A sentence.
    let message: String
    /// The id of what it is about; nil when it is about the whole.
    let subject: String?

    init(_ severity: Severity, _ message: String, subject: String? = nil) {
        self.severity = severity
        self.message = message
        self.subject = subject
    }

    static func late(_ depth: OutboxDepth, since oldest: Timestamp) -> Finding {
        Finding(.error, "\(depth.undelivered) events are not delivered, the oldest since \(oldest)")
    }

    static func dead(_ count: Int) -> Finding {
        Finding(.error, "\(count) events could not be delivered and wait in the dead letters")
    }

    init(_ found: OrderDisagreement) {
        self.init(
            .error,
            "The order contradicts its events: \(found.problem)",
            subject: found.orderID.description
        )
    }

    init(_ key: APIKey) {
        self.init(
            .warning,
            "The key \(key.name) expires at \(key.expiresAt?.description ?? "an unknown time")",
            subject: key.id.description
        )
    }
}

extension JSONWriter {
    fileprivate mutating func finding(_ finding: Finding) {
        object { writer in
            writer.member("severity", finding.severity.rawValue)
            writer.member("message", finding.message)
            writer.member("subject", finding.subject)
        }
    }
}
