/// The signals, as those who send them call them.
package enum SignalName {
    /// From the warehouse: all pick tasks of the order are done.
    package static let pickCompleted = "PickCompleted"
    /// From the warehouse: the order is packed.
    package static let packCompleted = "PackCompleted"
    /// From whoever may: abort the fulfilment.
    package static let cancelOrder = "CancelOrder"
    /// From the warehouse: a replenishment's goods came in.
    package static let stockReceived = "StockReceived"
}
