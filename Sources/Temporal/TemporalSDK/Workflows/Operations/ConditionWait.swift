/// Workflow code that waits until a test of its own state holds, or until a time has passed.
///
/// `@unchecked Sendable`: only the thread inside the run touches it.
final class ConditionWait: @unchecked Sendable {
    let test: () -> Bool
    private let machine: WorkflowMachine
    private var timer: TimerOperation?
    private var caller = Suspension<Bool>()

    init(_ machine: WorkflowMachine, timeout: Duration?, summary: String?, test: @escaping () -> Bool) {
        self.machine = machine
        self.test = test
        guard let timeout else { return }
        let timer = TimerOperation(machine, timeout, summary: summary) { [unowned self] in timedOut() }
        self.timer = timer
        machine.issue(.startTimer(timer))
    }

    /// Waits for the test.
    /// - Returns: true when it held, false when the time passed.
    func met() async throws -> Bool {
        try await machine.wait(cancelled: cancel) { caller.wait($0) }
    }

    /// The test held: the run took it off its list.
    func succeed() {
        timer?.cancel()
        caller.end(.success(true))
    }

    private func timedOut() {
        machine.remove(self)
        caller.end(.success(false))
    }

    private func cancel() {
        guard !machine.isEvicting else { return evict() }
        guard caller.isOpen else { return }
        machine.remove(self)
        timer?.cancel()
        caller.end(throwing: CancellationError())
    }

    func evict() {
        caller.end(throwing: WorkflowEvicted())
    }
}
