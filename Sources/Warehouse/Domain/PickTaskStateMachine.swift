/// Where a pick task is.
///
///     OPEN → PICKED
///     OPEN → CANCELLED
package enum PickTaskStatus: String, Sendable, CaseIterable {
    case open = "OPEN"
    case picked = "PICKED"
    case cancelled = "CANCELLED"
}

package enum PickTaskCommand: String, Sendable, CaseIterable {
    case complete, cancel
}

/// For every (status, command) pair, what becomes of a task. Pure.
package enum PickTaskStateMachine {
    package enum Outcome: Sendable, Equatable {
        case moves(PickTaskStatus)
        /// Nothing to do, and nothing is written: it is there already, or, picked before its order was cancelled,
        /// stays picked.
        case unchanged
        case refused
    }

    package static func outcome(of command: PickTaskCommand, in status: PickTaskStatus) -> Outcome {
        switch (command, status) {
        case (.complete, .open): .moves(.picked)
        case (.complete, .picked): .unchanged
        case (.complete, .cancelled): .refused
        case (.cancel, .open): .moves(.cancelled)
        case (.cancel, .picked), (.cancel, .cancelled): .unchanged
        }
    }
}
