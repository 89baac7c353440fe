package import Logging

extension WorkflowContext {
    /// Writes lines once: nothing while the code runs again over what was recorded.
    package var logger: Logger { machine.reading { $0.telemetry.logger } }

    /// Counts and measures once: nothing while the code runs again over what was recorded.
    package var metrics: WorkflowMetrics { WorkflowMetrics(machine: machine) }
}
