import SwiftProtobuf
package import TemporalAPI

// Questions about the run.
extension WorkflowMachine {
    /// The answer to a query. The calling thread is inside the run until this returns.
    /// - Parameter query: its name and arguments.
    /// - Returns: the answer.
    /// - Throws: when there is no such query, the input cannot be read or the handler throws.
    package func answer(_ query: APIWorkflowQuery) throws -> [APIPayload] {
        guard let instance else { throw WorkflowQueryError.notStarted }
        switch query.queryType {
        case BuiltInQuery.metadata: return [try environment.converter.convertValue(metadata)]
        case BuiltInQuery.stackTrace: return [try environment.converter.convertValue(waits)]
        default: break
        }
        isReadOnly = true
        calls = 0
        defer { isReadOnly = false }
        return try queue.asCurrent {
            try instance.answer(toQuery: query.queryType, query.queryArgs.payloads, environment.converter)
        }
    }

    private var metadata: APIWorkflowMetadata {
        .with {
            $0.definition = definition.metadata
            $0.currentDetails = currentDetails
        }
    }

    /// What the run waits for, a line each. Swift has no stack traces of suspended tasks; this says more.
    private var waits: String {
        var lines = operations.sorted { $0.key < $1.key }.filter(\.value.isAwaited).map { id, operation in
            "waits for \(operation.label), event \(id)"
        }
        if !conditions.isEmpty { lines.append("waits for \(conditions.count) condition(s) on its own state") }
        return lines.joined(separator: "\n")
    }
}

/// Queries that every run answers; the names are those of the official SDKs.
enum BuiltInQuery {
    static let metadata = "__temporal_workflow_metadata"
    static let stackTrace = "__stack_trace"
}
