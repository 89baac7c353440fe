/// What a process does for the system.
package enum Role: String, Sendable, CaseIterable {
    /// Answers requests.
    case api
    /// Delivers events from the outbox.
    case relay
    /// Runs the embedded Temporal engine.
    case engine
    /// Runs the workflows of orders, and the activities of their system of record.
    case ordersWorker = "worker:orders"
    /// Runs the workflows that reorder goods, and the activities of the stock.
    case inventoryWorker = "worker:inventory"
    case warehouseWorker = "worker:warehouse"
    case shippingWorker = "worker:shipping"

    package static let workers: Set<Role> = [.ordersWorker, .inventoryWorker, .warehouseWorker, .shippingWorker]
    /// Stands for all workers in a list.
    private static let allWorkers = "worker"

    package static let allowed =
        "one or more of \(allCases.map(\.rawValue).joined(separator: ", ")), separated by commas; "
        + "worker stands for all workers"

    /// What a process does unless it is told: everything.
    /// - Parameter hasOwnEngine: whether workflows live in the embedded engine.
    /// - Returns: the roles.
    package static func usual(hasOwnEngine: Bool) -> Set<Role> {
        let all = Set(allCases)
        return hasOwnEngine ? all : all.subtracting([.engine])
    }

    /// - Returns: nil when the list is empty or holds another word.
    package static func parse(_ text: String) -> Set<Role>? {
        var roles: Set<Role> = []
        for word in text.split(separator: ",").map(\.trimmed) {
            if word == allWorkers {
                roles.formUnion(workers)
            } else if let role = Role(rawValue: word) {
                roles.insert(role)
            } else {
                return nil
            }
        }
        return roles.isEmpty ? nil : roles
    }
}

/// Where events are delivered to.
package enum EventTarget: String, Sendable, CaseIterable {
    case log
    case inProcess = "in-process"
}

extension StringProtocol {
    /// Without spaces and tabs at its ends.
    package var trimmed: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
