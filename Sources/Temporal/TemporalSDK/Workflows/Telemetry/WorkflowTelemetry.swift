import Logging
import TemporalAPI

/// The logger of one run, made when it is first used.
struct WorkflowTelemetry {
    let logger: Logger

    init(_ machine: WorkflowMachine) {
        var logger = machine.environment.logger
        logger[metadataKey: "workflow_id"] = "\(machine.execution.workflowID)"
        logger[metadataKey: "run_id"] = "\(machine.execution.runID)"
        logger[metadataKey: "workflow_type"] = "\(machine.definition.name)"
        logger.handler = ReplayAwareLogHandler(
            base: logger.handler,
            isSilent: { [weak machine] in machine?.isSilent ?? true }
        )
        self.logger = logger
    }
}

extension WorkflowMachine {
    /// Whether lines and figures were written before, or belong to code that is being given up.
    var isSilent: Bool { isReplaying || isEvicting }

    /// Tells that code of an evicted run could not be ended.
    func reportLeak() {
        environment.logger.error(
            "workflow code could not be ended when its run left the cache: its memory is lost",
            metadata: [
                "workflow_id": "\(execution.workflowID)", "run_id": "\(execution.runID)",
                "workflow_type": "\(definition.name)", "tasks": "\(tasks.count)",
            ]
        )
    }
}

/// Passes lines on unless they were written before.
struct ReplayAwareLogHandler: LogHandler {
    var base: any LogHandler
    let isSilent: @Sendable () -> Bool

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        if isSilent() { return }
        base.log(event: event)
    }
}
