package import OMSKernel

/// The picking and packing of one order.
package struct PickWave: Sendable, Equatable {
    package let orderID: OrderID
    package internal(set) var status: PickWaveStatus
    /// The order's, 0 to 9; higher first.
    package let priority: Int
    /// How many tasks are still to be done; more than 0 exactly while the wave is picking.
    package internal(set) var openTasks: Int
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp
    package internal(set) var packedAt: Timestamp?

    package init(
        orderID: OrderID,
        status: PickWaveStatus,
        priority: Int,
        openTasks: Int,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        packedAt: Timestamp?
    ) {
        self.orderID = orderID
        self.status = status
        self.priority = priority
        self.openTasks = openTasks
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.packedAt = packedAt
    }

    /// What an order leaves that is cancelled before it has a wave.
    package init(cancelledBeforeItBegan orderID: OrderID, at now: Timestamp) {
        self.init(
            orderID: orderID,
            status: .cancelled,
            priority: 0,
            openTasks: 0,
            createdAt: now,
            updatedAt: now,
            packedAt: nil
        )
    }
}

/// A wave and its tasks, by line; without tasks when it was cancelled before it began.
package struct PickWaveDetails: Sendable, Equatable {
    package let wave: PickWave
    package let tasks: [PickTask]

    package init(wave: PickWave, tasks: [PickTask]) {
        self.wave = wave
        self.tasks = tasks
    }
}
