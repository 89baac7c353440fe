import Foundation
import SwiftProtobuf
import TemporalAPI

/// Checks that several commands share. Each throws with the cause of the command that asks.
extension CommandPass {
    func check(
        length text: String,
        cause: APIWorkflowTaskFailedCause,
        _ detail: (_ length: Int, _ limit: Int) -> String
    ) throws(CommandProblem) {
        let length = text.utf8.count
        guard length > limits.idBytes else { return }
        throw CommandProblem(cause: cause, detail: detail(length, limits.idBytes))
    }

    func capped(
        _ duration: Google_Protobuf_Duration,
        cause: APIWorkflowTaskFailedCause,
        _ detail: (_ reason: String) -> String
    ) throws(CommandProblem) -> Google_Protobuf_Duration {
        do {
            return try duration.capped()
        } catch {
            throw CommandProblem(cause: cause, detail: detail(error.rawValue))
        }
    }

    /// A payload over the limit ends the run: tried again it would be as large.
    func check(
        bytes: Int,
        limit: Int? = nil,
        cause: APIWorkflowTaskFailedCause,
        _ detail: String
    ) throws(CommandProblem) {
        guard bytes > limit ?? limits.blobBytes else { return }
        throw CommandProblem(cause: cause, detail: detail, endsRun: true)
    }

    func check(
        pending count: Int,
        limit: Int,
        cause: APIWorkflowTaskFailedCause,
        _ what: String
    ) throws(CommandProblem) {
        guard count >= limit else { return }
        throw CommandProblem(
            cause: cause,
            detail: "the number of \(what), \(count), has reached the per-workflow limit of \(limit)"
        )
    }

    /// One engine, one namespace: a command does not reach into another.
    func check(namespace: String, cause: APIWorkflowTaskFailedCause) throws(CommandProblem) {
        guard namespace.isEmpty || namespace == state.key.namespace else {
            throw CommandProblem(cause: cause, detail: "cross namespace commands are not allowed")
        }
    }

    func validated(
        _ policy: APIRetryPolicy,
        cause: APIWorkflowTaskFailedCause,
        _ detail: (_ reason: String) -> String
    ) throws(CommandProblem) -> APIRetryPolicy {
        do {
            return try policy.withDefaults().validated()
        } catch {
            throw CommandProblem(cause: cause, detail: detail(error.message))
        }
    }

    func check(runID: String, cause: APIWorkflowTaskFailedCause, _ detail: String) throws(CommandProblem) {
        guard runID.isEmpty || UUID(uuidString: runID) != nil else {
            throw CommandProblem(cause: cause, detail: detail)
        }
    }

    /// Whether attributes may be set at all.
    func check(searchAttributes: APISearchAttributes, _ detail: (_ reason: String) -> String) throws(CommandProblem) {
        let fields = searchAttributes.indexedFields
        if fields.count > limits.searchAttributeKeys {
            let reason = "number of search attributes \(fields.count) exceeds limit \(limits.searchAttributeKeys)"
            throw CommandProblem(cause: .badSearchAttributes, detail: detail(reason))
        }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let reason = rules.searchAttributeProblem(name, value) else { continue }
            throw CommandProblem(cause: .badSearchAttributes, detail: detail(reason))
        }
    }

    /// Attributes over the limit end the run.
    func check(size fields: [String: APIPayload], cause: APIWorkflowTaskFailedCause) throws(CommandProblem) {
        for (name, value) in fields.sorted(by: { $0.key < $1.key })
        where value.data.count > limits.searchAttributeValueBytes {
            throw CommandProblem(
                cause: cause,
                detail: "search attribute \(name) value size \(value.data.count) exceeds size limit "
                    + "\(limits.searchAttributeValueBytes)",
                endsRun: true
            )
        }
        let bytes = APISearchAttributes.with { $0.indexedFields = fields }.byteCount
        try check(
            bytes: bytes,
            limit: limits.searchAttributesBytes,
            cause: cause,
            "total size of search attributes \(bytes) exceeds size limit \(limits.searchAttributesBytes)"
        )
    }
}
