/// The tasks of a run's code that are not children of others: `run`, signal handlers, spawned and shielded work.
struct WorkflowTasks {
    private var cancels: [Int: () -> Void] = [:]
    /// Signal handlers among them.
    private(set) var handlers = 0

    var count: Int { cancels.count }

    /// Notes a task that was started.
    mutating func began(_ id: Int, isHandler: Bool = false, cancel: @escaping () -> Void) {
        cancels[id] = cancel
        if isHandler { handlers += 1 }
    }

    /// Notes that a task ended.
    mutating func ended(_ id: Int, isHandler: Bool = false) {
        cancels[id] = nil
        if isHandler { handlers -= 1 }
    }

    /// What cancels each of them, oldest first.
    var cancelActions: [() -> Void] {
        cancels.sorted { $0.key < $1.key }.map(\.value)
    }
}
