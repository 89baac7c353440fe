/// What one run asks of another; it stays in the database until it was carried out.
package struct OutboundRow: Sendable, Equatable {
    package enum Kind: Int64, Sendable {
        /// Start the child that the event asks for, and tell the parent.
        case startChild = 1
        case signalExternal = 2
        case cancelExternal = 3
        /// Tell the parent how its child ended; the payload is the closing event.
        case childClosed = 4
        /// The parent is closed: terminate the child.
        case terminateChild = 5
        /// The parent is closed: ask the child to cancel.
        case cancelChild = 6
    }

    /// Counts up; rows of one run are carried out in this order.
    package let id: Int64
    /// The run that asks.
    package let source: RunKey
    package let kind: Kind
    /// Of the event that asks, in the parent's history; 0 when there is none.
    package let initiatedEventID: Int64
    package let target: RunKey
    package let payload: [UInt8]
    package let createdAt: EngineTime

    package init(
        id: Int64,
        source: RunKey,
        kind: Kind,
        initiatedEventID: Int64,
        target: RunKey,
        payload: [UInt8] = [],
        createdAt: EngineTime
    ) {
        self.id = id
        self.source = source
        self.kind = kind
        self.initiatedEventID = initiatedEventID
        self.target = target
        self.payload = payload
        self.createdAt = createdAt
    }
}
