import OMSKernel

/// What a command does to an order: the new state with exactly one event, or nothing.
package enum OrderDecision: Sendable, Equatable {
    /// Nothing happens: the order is there already.
    case unchanged(Order)
    case changed(Order, OrderEvent)
    /// The order goes and the event stays as its tombstone.
    case deleted(OrderEvent)
}

extension Order {
    /// Decides what a command does, without doing it.
    /// - Parameters:
    ///   - command: what is asked.
    ///   - expectedVersion: the version the caller saw; nil when it does not matter.
    ///   - eventID: the id of the event, should there be one.
    ///   - context: who asks, and when.
    /// - Returns: the new state with its event, or that nothing changes.
    /// - Throws: ``OrderError/staleVersion(_:current:)`` or ``OrderError/illegalTransition(_:command:status:)``.
    package func deciding(
        _ command: OrderCommand,
        expectedVersion: Int64? = nil,
        eventID: OrderEventID,
        context: CommandContext
    ) throws(OrderError) -> OrderDecision {
        if let expectedVersion, expectedVersion != version { throw .staleVersion(id, current: version) }
        var next = self
        switch OrderStateMachine.outcome(of: command.kind, in: status) {
        case .refused:
            throw .illegalTransition(id, command: command.kind, status: status)
        case .alreadyDone:
            return .unchanged(self)
        case .changes:
            guard case .update(let changes) = command, next.apply(changes) else { return .unchanged(self) }
        case .moves(let status):
            next.status = status
            next.moveLines(to: status)
        case .removes:
            return .deleted(event(for: command, sequence: version + 1, id: eventID, context: context))
        }
        if case .fail(let reason) = command { next.failureReason = reason }
        next.version += 1
        next.updatedAt = max(context.now, createdAt)
        return .changed(next, event(for: command, sequence: next.version, id: eventID, context: context))
    }

    /// - Returns: whether anything changed.
    private mutating func apply(_ changes: OrderChanges) -> Bool {
        let before = self
        switch changes.shipTo {
        case .keep: break
        case .set(let address): shipTo = address
        case .remove: shipTo = nil
        }
        if let priority = changes.priority { self.priority = priority }
        return self != before
    }

    private mutating func moveLines(to status: OrderStatus) {
        let lineStatus: OrderLineStatus
        switch status {
        case .created, .validated, .fulfilling: return
        case .reserved: lineStatus = .reserved
        case .shipped: lineStatus = .shipped
        case .cancelled, .failed: lineStatus = .cancelled
        }
        for index in lines.indices { lines[index].status = lineStatus }
    }

    private func event(
        for command: OrderCommand,
        sequence: Int64,
        id eventID: OrderEventID,
        context: CommandContext
    ) -> OrderEvent {
        let kind: OrderEvent.Kind =
            switch command {
            case .validate: .validated
            case .reserve: .reserved
            case .startFulfillment: .fulfillmentStarted
            case .ship: .shipped
            case .cancel: .cancelled
            case .fail: .failed
            case .update: .updated
            case .delete: .deleted
            }
        let payload = JSONWriter.object { writer in
            switch command {
            case .validate, .reserve, .startFulfillment, .ship: break
            case .cancel(let reason): writer.member("reason", reason)
            case .fail(let reason): writer.member("reason", reason)
            case .update(let changes):
                var parts: [String] = []
                if changes.shipTo != .keep { parts.append("shipTo") }
                if changes.priority != nil { parts.append("priority") }
                writer.member("changed", array: parts) { $0.value($1) }
                if let priority = changes.priority { writer.member("priority", priority) }
            case .delete: writer.member("status", status.rawValue)
            }
            if command.kind != .update, command.kind != .delete {
                writer.member("previousStatus", status.rawValue)
            }
        }
        return OrderEvent(
            id: eventID,
            orderID: id,
            sequence: sequence,
            kind: kind,
            schemaVersion: kind.schemaVersion,
            actor: context.actor,
            payload: payload,
            createdAt: context.now,
            traceparent: context.traceparent
        )
    }
}
