import TemporalAPI

/// Values on their way to the service. They are written only when the command is sent: at a replay it was, and
/// nobody needs them.
typealias WorkflowInputs = @Sendable (DataConverter) throws -> [APIPayload]

func workflowInputs<each Value: Sendable>(_ values: repeat each Value) -> WorkflowInputs {
    { try $0.convertValues(repeat each values) }
}
