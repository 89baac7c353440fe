import SwiftProtobuf
package import TemporalAPI

/// A signal, from a client or from another workflow.
package struct SignalRequest: Sendable, Equatable {
    package var name: String
    package var input: APIPayloads?
    package var identity: String
    package var header: APIHeader?
    /// Names the signal: the same again is taken once. Empty: each counts.
    package var requestID: String
    /// The workflow that sends it.
    package var sender: APIWorkflowExecution?
    /// Whether only a child of the sender takes it.
    package var isForChildOnly = false

    package init(name: String, input: APIPayloads?, identity: String, header: APIHeader?, requestID: String) {
        self.name = name
        self.input = input
        self.identity = identity
        self.header = header
        self.requestID = requestID
    }

    package init(_ request: APISignalWorkflowExecutionRequest) {
        self.init(
            name: request.signalName,
            input: request.hasInput ? request.input : nil,
            identity: request.identity,
            header: request.hasHeader ? request.header : nil,
            requestID: request.requestID
        )
    }

    package init(_ request: APISignalWithStartWorkflowExecutionRequest) {
        self.init(
            name: request.signalName,
            input: request.hasSignalInput ? request.signalInput : nil,
            identity: request.identity,
            header: request.hasHeader ? request.header : nil,
            requestID: request.requestID
        )
    }

    /// A signal that another run sends.
    package init(
        _ initiated: APISignalExternalWorkflowExecutionInitiatedEventAttributes,
        from sender: RunState,
        initiatedEventID: Int64
    ) {
        self.init(
            name: initiated.signalName,
            input: initiated.hasInput ? initiated.input : nil,
            identity: RunState.serviceIdentity,
            header: initiated.hasHeader ? initiated.header : nil,
            requestID: sender.requestID(initiatedEventID: initiatedEventID)
        )
        self.sender = sender.key.execution
        isForChildOnly = initiated.childWorkflowOnly
    }
}

extension RunState {
    /// Takes a signal.
    ///
    /// - Parameters:
    ///   - request: the signal.
    ///   - now: the time.
    /// - Returns: false when the same request was taken before, and nothing changed.
    /// - Throws: `RunRefusal` when the run is closed, closing, full of signals, or not the sender's child.
    @discardableResult
    package mutating func signal(_ request: SignalRequest, now: EngineTime) throws(RunRefusal) -> Bool {
        if signalRequestIDs.contains(request.requestID) { return false }
        guard isRunning else { throw .workflowCompleted }
        guard (request.input?.byteCount ?? 0) <= limits.blobBytes else { throw .blobTooLarge }
        guard signalCount < limits.signals else { throw .signalLimitReached }
        if isCloseAttempted, workflowTask?.started != nil { throw .workflowClosing }
        if request.isForChildOnly { try check(firstRunID: "", parent: request.sender ?? APIWorkflowExecution()) }
        let waits = isWaitingForFirstTask
        add(request, at: now)
        if !waits { scheduleWorkflowTask(now: now) }
        settle(now: now)
        return true
    }

    mutating func add(_ request: SignalRequest, at now: EngineTime) {
        add(
            .workflowExecutionSignaledEventAttributes(
                .with {
                    $0.signalName = request.name
                    if let input = request.input { $0.input = input }
                    $0.identity = request.identity
                    if let header = request.header { $0.header = header }
                    if let sender = request.sender { $0.externalWorkflowExecution = sender }
                    $0.requestID = request.requestID
                }
            ),
            at: now
        )
    }
}
