package import ServiceContextModule

extension ServiceContext {
    /// Where the current work stands in a distributed trace.
    package var traceContext: TraceContext? {
        get { self[TraceContextKey.self] }
        set { self[TraceContextKey.self] = newValue }
    }

    /// The id of the request that is being answered.
    package var requestID: String? {
        get { self[RequestIDKey.self] }
        set { self[RequestIDKey.self] = newValue }
    }

    /// The order that the current work is about.
    package var orderID: String? {
        get { self[OrderIDKey.self] }
        set { self[OrderIDKey.self] = newValue }
    }

    /// The workflow that the current work is done for.
    package var workflowID: String? {
        get { self[WorkflowIDKey.self] }
        set { self[WorkflowIDKey.self] = newValue }
    }

    /// The run of that workflow.
    package var runID: String? {
        get { self[RunIDKey.self] }
        set { self[RunIDKey.self] = newValue }
    }

    /// The activity that the current work is.
    package var activity: String? {
        get { self[ActivityKey.self] }
        set { self[ActivityKey.self] = newValue }
    }

    /// Which attempt of the activity it is, from 1.
    package var attempt: Int? {
        get { self[AttemptKey.self] }
        set { self[AttemptKey.self] = newValue }
    }
}

private enum TraceContextKey: ServiceContextKey {
    typealias Value = TraceContext
    static let nameOverride: String? = "traceContext"
}

private enum RequestIDKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "requestId"
}

private enum OrderIDKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "orderId"
}

private enum WorkflowIDKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "workflowId"
}

private enum RunIDKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "runId"
}

private enum ActivityKey: ServiceContextKey {
    typealias Value = String
    static let nameOverride: String? = "activity"
}

private enum AttemptKey: ServiceContextKey {
    typealias Value = Int
    static let nameOverride: String? = "attempt"
}
