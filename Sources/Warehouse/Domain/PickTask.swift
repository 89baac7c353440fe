package import OMSKernel

package typealias PickTaskID = Identifier<PickTask>

/// One line of an order, to be fetched from the shelves.
package struct PickTask: Sendable, Equatable {
    package let id: PickTaskID
    package let orderID: OrderID
    /// The order's line, from 1.
    package let lineNumber: Int
    package let sku: SKU
    package let quantity: Int64
    /// The order's, 0 to 9; higher first.
    package let priority: Int
    package internal(set) var status: PickTaskStatus
    /// Who picked it: `key:<id>` for a caller, `simulation` for the simulated warehouse; nil until then.
    package internal(set) var pickedBy: String?
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp

    package init(
        id: PickTaskID,
        orderID: OrderID,
        lineNumber: Int,
        sku: SKU,
        quantity: Int64,
        priority: Int,
        status: PickTaskStatus,
        pickedBy: String?,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.orderID = orderID
        self.lineNumber = lineNumber
        self.sku = sku
        self.quantity = quantity
        self.priority = priority
        self.status = status
        self.pickedBy = pickedBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Where the task stands in the operators' queue.
    package var queuePosition: QueuePosition { QueuePosition(priority: priority, id: id) }

    /// A place in the queue of open tasks: orders of higher priority first, then by age.
    package struct QueuePosition: Sendable, Hashable, Comparable {
        package let priority: Int
        package let id: PickTaskID

        package init(priority: Int, id: PickTaskID) {
            self.priority = priority
            self.id = id
        }

        package static func < (left: QueuePosition, right: QueuePosition) -> Bool {
            left.priority == right.priority ? left.id < right.id : left.priority > right.priority
        }
    }
}
