import Foundation

/// A bounded queue between async callers and threads that block: offering never blocks, taking does.
///
/// `@unchecked Sendable`: every access to the stored items happens under the condition's lock.
package final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var items: [Item] = []
    private var isClosed = false

    /// - Parameter capacity: how many items may wait.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    package enum Offer: Sendable {
        case accepted
        case full
        case closed
    }

    package var count: Int {
        condition.withLock { items.count }
    }

    package func offer(_ item: Item) -> Offer {
        condition.withLock {
            if isClosed { return .closed }
            guard items.count < capacity else { return .full }
            items.append(item)
            condition.signal()
            return .accepted
        }
    }

    /// Waits for items and takes the oldest ones.
    /// - Parameter limit: how many to take at most.
    /// - Returns: at least one item; none once the queue is closed and empty.
    package func take(upTo limit: Int) -> [Item] {
        condition.withLock {
            while items.isEmpty, !isClosed { condition.wait() }
            if items.count <= limit {
                defer { items.removeAll(keepingCapacity: true) }
                return items
            }
            let taken = Array(items.prefix(limit))
            items.removeFirst(limit)
            return taken
        }
    }

    /// Refuses new items; those that wait are still taken.
    package func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
