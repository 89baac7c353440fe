import TemporalAPI

/// The rules for a completion's commands as a whole.
enum CommandSequence {
    /// Refuses unknown commands, and any behind one that ends the run.
    static func check(_ commands: [APICommand]) throws(RunRefusal) {
        var closing: APICommandType?
        for command in commands {
            if let closing {
                let names = commands.map(\.commandType.serviceSpelling).joined(separator: ", ")
                throw .invalidArgument(
                    "invalid command sequence: [\(names)], command \(closing.serviceSpelling) must be the last command."
                )
            }
            switch command.commandType {
            case .completeWorkflowExecution, .failWorkflowExecution, .cancelWorkflowExecution,
                .continueAsNewWorkflowExecution:
                closing = command.commandType
            case .unspecified, .UNRECOGNIZED:
                throw .invalidArgument("unknown command type: \(command.commandType.serviceSpelling)")
            default:
                continue
            }
        }
    }
}
