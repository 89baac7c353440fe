import TemporalAPI
import TemporalEngine
import Testing

extension RandomRun {
    mutating func startTask() throws {
        let queue = chance(80) ? driver.state.workflowTask?.taskQueue : driver.state.normalTaskQueue
        let poller = WorkflowTaskPoller(
            identity: "worker",
            requestID: driver.ids.next(),
            taskQueue: queue ?? driver.state.normalTaskQueue
        )
        let task = try driver.state.startWorkflowTask(
            scheduledEventID: driver.state.workflowTask?.scheduledEventID ?? 2,
            poller: poller,
            now: driver.now
        )
        taskTokens.append(task.token)
    }

    /// Answers a start of a workflow task, mostly the open one; any other must be refused.
    mutating func answerTask() throws {
        var open: WorkflowTaskToken?
        if let task = driver.state.workflowTask, let started = task.started {
            open = WorkflowTaskToken(
                scheduledEventID: task.scheduledEventID,
                startedEventID: started.eventID,
                attempt: task.attempt
            )
        }
        guard let token = chance(85) ? open ?? any(taskTokens) : any(taskTokens) else { return }
        do {
            try answer(token)
        } catch {
            if token == open { #expect(error as? RunRefusal != .workflowTaskNotFound) }
            throw error
        }
        #expect(token == open)
    }

    private mutating func answer(_ token: WorkflowTaskToken) throws {
        guard chance(88) else {
            try driver.state.failWorkflowTask(
                token,
                cause: .workflowWorkerUnhandledFailure,
                failure: .application("oops"),
                identity: "worker",
                now: driver.now
            )
            return
        }
        var request = APIRespondWorkflowTaskCompletedRequest()
        request.identity = "worker"
        request.commands = commands()
        request.forceCreateNewWorkflowTask = chance(10)
        request.returnNewWorkflowTask = chance(40)
        if chance(50) { request.stickyAttributes = .worker1 }
        let outcome = try driver.state.completeWorkflowTask(token, request, now: driver.now, ids: &driver.ids)
        if let next = outcome.nextTask { taskTokens.append(next.token) }
        activityReferences += outcome.activities.map(\.reference)
    }

    private mutating func commands() -> [APICommand] {
        var commands = (0..<Int.random(in: 0..<4, using: &random)).map { _ in command() }
        if chance(9) { commands.append(closing()) }
        return commands
    }

    private mutating func closing() -> APICommand {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .complete()
        case 1: .fail(.application("no", isFinal: chance(50)))
        case 2: .cancelWorkflow
        default: .continueAsNew()
        }
    }

    private mutating func command() -> APICommand {
        let number = Int.random(in: 0..<5, using: &random)
        switch Int.random(in: 0..<11, using: &random) {
        case 0, 1, 2: return schedule(number)
        case 3: return .startTimer("t\(number)", .milliseconds(Int.random(in: 0..<9_000, using: &random)))
        case 4: return any(driver.state.timers.keys).map(APICommand.cancelTimer) ?? wrong()
        case 5: return any(driver.state.activities.keys).map(APICommand.cancelActivity) ?? wrong()
        case 6: return .marker("m")
        case 7: return .upsert(attributes: ["A": .json("\(number)")])
        case 8: return .upsert(memo: ["m": .json(number == 0 ? "null" : "\(number)")])
        case 9: return .startChild("child-\(number)") { $0.parentClosePolicy = number == 0 ? .abandon : .terminate }
        default: return number < 3 ? .signalExternal("other") : .cancelExternal("other")
        }
    }

    /// Sometimes a command that fails its task.
    private mutating func wrong() -> APICommand {
        chance(15) ? .cancelTimer("nobody's") : .startTimer("t\(driver.history.count)", .seconds(8))
    }

    private mutating func schedule(_ number: Int) -> APICommand {
        let isEager = chance(25)
        let attempts = Int32.random(in: 0..<4, using: &random)
        let beats = chance(30)
        let waits = chance(30)
        return .schedule("a\(number)", startToClose: .seconds(4)) {
            $0.requestEagerExecution = isEager
            $0.retryPolicy.maximumAttempts = attempts
            if beats { $0.heartbeatTimeout = Duration.seconds(2).protobuf }
            if waits { $0.scheduleToStartTimeout = Duration.seconds(3).protobuf }
            if attempts == 0 { $0.scheduleToCloseTimeout = Duration.seconds(12).protobuf }
        }
    }
}
