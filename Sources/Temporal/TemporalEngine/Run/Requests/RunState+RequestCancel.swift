import SwiftProtobuf
package import TemporalAPI

/// A request to cancel a run: the workflow hears of it and decides itself.
package struct CancellationRequest: Sendable, Equatable {
    package var reason: String
    package var identity: String
    package var requestID: String
    /// When set, only a run of the chain that began with this run is meant.
    package var firstRunID = ""
    /// The workflow that asks, and the event by which it does.
    package var sender: APIWorkflowExecution?
    package var initiatedEventID: Int64 = 0
    /// Whether only a child of the sender takes it.
    package var isForChildOnly = false

    package init(reason: String, identity: String, requestID: String) {
        self.reason = reason
        self.identity = identity
        self.requestID = requestID
    }

    package init(_ request: APIRequestCancelWorkflowExecutionRequest) {
        self.init(reason: request.reason, identity: request.identity, requestID: request.requestID)
        firstRunID = request.firstExecutionRunID
    }

    /// A request that another run sends.
    package init(
        _ initiated: APIRequestCancelExternalWorkflowExecutionInitiatedEventAttributes,
        from sender: RunState,
        initiatedEventID: Int64
    ) {
        self.init(
            reason: initiated.reason,
            identity: RunState.serviceIdentity,
            requestID: sender.requestID(initiatedEventID: initiatedEventID)
        )
        self.sender = sender.key.execution
        self.initiatedEventID = initiatedEventID
        isForChildOnly = initiated.childWorkflowOnly
    }
}

extension RunState {
    /// Takes a request to cancel. A second one, and one to a run that is closed, changes nothing and is no error.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - now: the time.
    /// - Returns: whether it was the first.
    /// - Throws: `RunRefusal` when the run is not the one that is meant.
    @discardableResult
    package mutating func requestCancel(_ request: CancellationRequest, now: EngineTime) throws(RunRefusal) -> Bool {
        guard isRunning else { return false }
        let parent = request.isForChildOnly ? request.sender ?? APIWorkflowExecution() : nil
        try check(firstRunID: request.firstRunID, parent: parent)
        guard !isCancelRequested else { return false }
        add(
            .workflowExecutionCancelRequestedEventAttributes(
                .with {
                    $0.cause = request.reason
                    $0.externalInitiatedEventID = request.initiatedEventID
                    if let sender = request.sender { $0.externalWorkflowExecution = sender }
                    $0.identity = request.identity
                }
            ),
            at: now
        )
        cancelRequestID = request.requestID
        scheduleWorkflowTask(now: now)
        settle(now: now)
        return true
    }
}
