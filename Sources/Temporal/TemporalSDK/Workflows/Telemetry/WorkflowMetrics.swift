import Metrics

/// Figures of workflow code, in the process's metrics system. Replays add nothing to them.
package struct WorkflowMetrics: Sendable {
    let machine: WorkflowMachine

    /// Counts something.
    /// - Parameters:
    ///   - label: the metric's name.
    ///   - amount: how much to add.
    ///   - dimensions: few and bounded: no ids.
    package func increment(_ label: String, by amount: Int = 1, dimensions: [(String, String)] = []) {
        guard isLive else { return }
        Counter(label: label, dimensions: dimensions).increment(by: amount)
    }

    /// Records a figure.
    /// - Parameters:
    ///   - label: the metric's name.
    ///   - value: the figure.
    ///   - dimensions: few and bounded: no ids.
    package func record(_ label: String, _ value: Double, dimensions: [(String, String)] = []) {
        guard isLive else { return }
        Recorder(label: label, dimensions: dimensions).record(value)
    }

    /// Records how long something took.
    /// - Parameters:
    ///   - label: the metric's name.
    ///   - duration: of the workflow's own time, `WorkflowContext.now`.
    ///   - dimensions: few and bounded: no ids.
    package func record(_ label: String, _ duration: Duration, dimensions: [(String, String)] = []) {
        guard isLive else { return }
        Timer(label: label, dimensions: dimensions).record(duration: duration)
    }

    private var isLive: Bool { machine.reading { !$0.isSilent } }
}
