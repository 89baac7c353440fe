import TemporalSDK

/// One thing to undo. Each can be done any number of times, and also when what it undoes never happened: then it closes
/// the door to it.
enum Compensation: Sendable, Equatable {
    case releaseInventory
    case cancelPick
    case cancelShipment(attempt: Int)
}

extension OrderFulfillmentWorkflow {
    /// Undoes what was begun, the last first. A service that is away is waited for.
    func compensate() async throws {
        let order = Activities.OrderInput(orderId: input.orderId)
        while let last = begun.last {
            switch last {
            case .releaseInventory: _ = try await context.run(Activities.releaseInventory, order)
            case .cancelPick: _ = try await context.run(Activities.cancelPick, order)
            case .cancelShipment(let attempt):
                let shipment = Activities.ShipmentInput(orderId: input.orderId, attempt: attempt)
                _ = try await context.run(Activities.cancelShipment, shipment)
            }
            begun.removeLast()
        }
    }
}
