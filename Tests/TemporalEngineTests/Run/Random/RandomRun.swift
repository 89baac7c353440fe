import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

/// One run under random requests.
struct RandomRun {
    var random: SeededRandom
    var driver: RunDriver
    /// Every start of a workflow task ever handed out.
    var taskTokens: [WorkflowTaskToken] = []
    /// Every start of an activity ever handed out.
    var activityReferences: [ActivityReference] = [.id("a1"), .id("a2"), .id("nobody")]
    var refusals: Set<RunRefusal> = []
    /// The state that is stored, for a crash to go back to.
    private var stored: RunRecord

    init(random: inout SeededRandom) throws {
        var limits = RunLimits()
        limits.bufferedEvents = 6
        limits.signals = 25
        limits.historyEvents = 90
        limits.pendingActivities = 4
        let isDelayed = Int.random(in: 0..<6, using: &random) == 0
        let hasTimeout = Int.random(in: 0..<4, using: &random) == 0
        let hasRetry = Bool.random(using: &random)
        driver = try RunDriver(limits: limits) {
            if isDelayed { $0.workflowStartDelay = Duration.seconds(20).protobuf }
            if hasTimeout { $0.workflowRunTimeout = Duration.seconds(90).protobuf }
            if hasRetry { $0.retryPolicy.maximumAttempts = 3 }
        }
        driver.checksHistory = false
        stored = driver.state.record
        self.random = random
    }

    /// One random thing happens: it is stored, or refused and changes nothing.
    mutating func step() throws {
        let before = driver.state
        do {
            try happen()
        } catch let refusal as RunRefusal {
            refusals.insert(refusal)
            #expect(driver.state == before, "\(refusal)")
            return
        }
        // The start of a workflow task is stored with what comes next, if it is not lost before.
        guard chance(70) || !isOnlyTaskStart(since: before) else { return }
        try driver.take()
        stored = driver.state.record
    }

    private func isOnlyTaskStart(since before: RunState) -> Bool {
        before.workflowTask?.started == nil && driver.state.workflowTask?.started != nil
            && driver.state.untaken.allSatisfy {
                $0.eventType == .workflowTaskStarted || $0.eventType == .workflowTaskScheduled
            }
    }

    private mutating func happen() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: try startTask()
        case 14..<34: try answerTask()
        case 34..<44: try startActivity()
        case 44..<60: try answerActivity()
        case 60..<72: letTimePass()
        case 72..<80: try signal()
        case 80..<93: try tellNews()
        case 93..<97: try crash()
        default: try disturb()
        }
    }

    /// The stored history and record are all that is left.
    private mutating func crash() throws {
        driver.state = try RunState(history: driver.history, record: stored, limits: driver.state.limits)
    }

    private mutating func letTimePass() {
        let due = driver.state.nextDue
        if let due, chance(60) {
            driver.now = max(due, driver.now)
        } else {
            driver.now = driver.now + .milliseconds(Int.random(in: 0..<3_000, using: &random))
        }
        driver.state.fireDue(now: driver.now, ids: &driver.ids)
    }

    private mutating func signal() throws {
        let id = Int.random(in: 0..<30, using: &random)
        let request = SignalRequest(
            name: "s",
            input: .json("\(id)"),
            identity: "client",
            header: nil,
            requestID: id < 10 ? "" : "signal-\(id)"
        )
        try driver.state.signal(request, now: driver.now)
    }

    /// Rare requests.
    private mutating func disturb() throws {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1:
            let request = CancellationRequest(reason: "no", identity: "client", requestID: "c")
            try driver.state.requestCancel(request, now: driver.now)
        case 2, 3: try driver.state.resetSticky(now: driver.now)
        case 4, 5, 6:
            let id = Int.random(in: 0..<3, using: &random)
            try driver.state.attachRequest("start-\(id)", identity: "client", now: driver.now)
        default:
            let request = TerminationRequest(reason: "enough", details: nil, identity: "client")
            try driver.state.terminate(request, now: driver.now)
        }
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func any<Element>(_ elements: some Collection<Element>) -> Element? {
        elements.randomElement(using: &random)
    }

    /// The whole history at the end.
    mutating func check() throws {
        try driver.take()
        try Invariants.check(driver.state, driver.history)
    }
}
