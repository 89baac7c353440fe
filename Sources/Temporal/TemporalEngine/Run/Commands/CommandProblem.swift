import TemporalAPI

/// Why a worker's commands cannot be carried out: the workflow task fails with this cause.
struct CommandProblem: Error {
    let cause: APIWorkflowTaskFailedCause
    /// What is wrong; nil when the cause says it all.
    var detail: String?
    /// Whether it can never get better, so that the run is terminated: a payload over the limit.
    var endsRun = false

    /// The service's words: the cause, then what is wrong.
    var text: String {
        detail.map { "\(cause.serviceSpelling): \($0)" } ?? cause.serviceSpelling
    }
}
