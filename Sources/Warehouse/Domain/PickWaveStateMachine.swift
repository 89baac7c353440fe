/// Where the picking and packing of an order is.
///
///     PICKING → PICKED → PACKED
///     any of these → CANCELLED
///     nothing → CANCELLED, so that a wave asked for after its cancellation finds the door closed
package enum PickWaveStatus: String, Sendable, CaseIterable {
    case picking = "PICKING"
    /// Every task is done.
    case picked = "PICKED"
    case packed = "PACKED"
    case cancelled = "CANCELLED"
}

package enum PickWaveCommand: String, Sendable, CaseIterable {
    case create
    /// The last open task was done.
    case finishPicking = "finish picking"
    case pack
    case cancel
}

/// For every (status, command) pair, what becomes of an order's wave. Pure; nil is an order that has none.
package enum PickWaveStateMachine {
    package enum Outcome: Sendable, Equatable {
        case moves(PickWaveStatus)
        /// There already: nothing is written.
        case alreadyDone
        case refused
    }

    package static func outcome(of command: PickWaveCommand, in status: PickWaveStatus?) -> Outcome {
        switch (command, status) {
        case (.create, nil): .moves(.picking)
        case (.create, .picking), (.create, .picked), (.create, .packed): .alreadyDone
        case (.create, .cancelled): .refused
        case (.finishPicking, .picking): .moves(.picked)
        case (.finishPicking, .picked), (.finishPicking, .packed): .alreadyDone
        case (.finishPicking, nil), (.finishPicking, .cancelled): .refused
        case (.pack, .picked): .moves(.packed)
        case (.pack, .packed): .alreadyDone
        case (.pack, nil), (.pack, .picking), (.pack, .cancelled): .refused
        case (.cancel, nil), (.cancel, .picking), (.cancel, .picked), (.cancel, .packed): .moves(.cancelled)
        case (.cancel, .cancelled): .alreadyDone
        }
    }
}
