/// The names of a run's status in queries and groups; the numbers are those of
/// `temporal.api.enums.v1.WorkflowExecutionStatus`.
package enum RunStatusName {
    package static let names: [Int: String] = [
        1: "Running", 2: "Completed", 3: "Failed", 4: "Canceled", 5: "Terminated", 6: "ContinuedAsNew", 7: "TimedOut",
        8: "Paused",
    ]

    /// - Parameter text: `Running`, or the whole name `WORKFLOW_EXECUTION_STATUS_RUNNING`.
    /// - Returns: the number; nil for an unknown name.
    package static func number(of text: String) -> Int? {
        let prefix = "WORKFLOW_EXECUTION_STATUS_"
        if text.hasPrefix(prefix) {
            let rest = text.dropFirst(prefix.count).replacing("_", with: "").lowercased()
            return names.first { $0.value.lowercased() == rest }?.key
        }
        return names.first { $0.value == text }?.key
    }
}
