/// What the warehouse tells the workflow of an order; the names are the signals' own.
package enum WarehouseSignal: String, Sendable, CaseIterable {
    /// All pick tasks are done.
    case pickCompleted = "PickCompleted"
    case packCompleted = "PackCompleted"
}
