extension OrderStatus {
    /// How far along the way to SHIPPED; nil for an order that came to nothing.
    fileprivate var rank: Int? {
        switch self {
        case .created: 0
        case .validated: 1
        case .reserved: 2
        case .fulfilling: 3
        case .shipped: 4
        case .cancelled, .failed: nil
        }
    }
}

extension OrderCommand.Kind {
    /// The status that a move along the way to SHIPPED leads to.
    fileprivate var target: OrderStatus? {
        switch self {
        case .validate: .validated
        case .reserve: .reserved
        case .startFulfillment: .fulfilling
        case .ship: .shipped
        case .cancel, .fail, .update, .delete: nil
        }
    }
}

extension Order {
    /// Decides a command of the order's workflow, which may come again and late: a move that the order made before
    /// changes nothing, also when it has gone further since.
    /// - Parameters:
    ///   - command: what is asked.
    ///   - eventID: the id of the event, should there be one.
    ///   - context: who asks, and when.
    /// - Returns: the new state with its event, or that nothing changes.
    /// - Throws: ``OrderError/over(_:status:)`` for an order that came to nothing otherwise;
    ///   ``OrderError/illegalTransition(_:command:status:)``.
    package func advancing(
        _ command: OrderCommand,
        eventID: OrderEventID,
        context: CommandContext
    ) throws(OrderError) -> OrderDecision {
        let outcome = OrderStateMachine.outcome(of: command.kind, in: status)
        if outcome == .refused {
            guard let rank = status.rank else { throw .over(id, status: status) }
            if let target = command.kind.target?.rank, target < rank { return .unchanged(self) }
        }
        return try deciding(command, eventID: eventID, context: context)
    }
}
