/// The order's state machine: for every (status, command) pair, what becomes of the order. Pure.
///
///     CREATED → VALIDATED → RESERVED → FULFILLING → SHIPPED
///     any of the first four → CANCELLED or FAILED
package enum OrderStateMachine {
    package enum Outcome: Sendable, Equatable {
        /// The order moves on.
        case moves(OrderStatus)
        /// The order changes and keeps its status.
        case changes
        /// The order is there already: nothing happens and nothing is written.
        case alreadyDone
        /// The order goes; a tombstone event stays.
        case removes
        /// The status forbids it: nothing is written.
        case refused
    }

    package static func outcome(of command: OrderCommand.Kind, in status: OrderStatus) -> Outcome {
        switch command {
        case .validate: step(from: .created, to: .validated, in: status)
        case .reserve: step(from: .validated, to: .reserved, in: status)
        case .startFulfillment: step(from: .reserved, to: .fulfilling, in: status)
        case .ship: step(from: .fulfilling, to: .shipped, in: status)
        case .cancel: end(as: .cancelled, in: status)
        case .fail: end(as: .failed, in: status)
        case .update:
            switch status {
            case .created, .validated, .reserved: .changes
            case .fulfilling, .shipped, .cancelled, .failed: .refused
            }
        case .delete: status.isFinal ? .removes : .refused
        }
    }

    private static func step(from: OrderStatus, to: OrderStatus, in status: OrderStatus) -> Outcome {
        switch status {
        case from: .moves(to)
        case to: .alreadyDone
        default: .refused
        }
    }

    private static func end(as final: OrderStatus, in status: OrderStatus) -> Outcome {
        if status == final { return .alreadyDone }
        return status.isFinal ? .refused : .moves(final)
    }
}
