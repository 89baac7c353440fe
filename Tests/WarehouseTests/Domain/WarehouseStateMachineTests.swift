import Testing
import Warehouse

@Suite struct WarehouseStateMachineTests {
    private typealias WaveOutcome = PickWaveStateMachine.Outcome

    /// A row a status, nil for an order without a wave; a column a command: create, finish picking, pack, cancel.
    private static let waves: [(PickWaveStatus?, [WaveOutcome])] = [
        (nil, [.moves(.picking), .refused, .refused, .moves(.cancelled)]),
        (.picking, [.alreadyDone, .moves(.picked), .refused, .moves(.cancelled)]),
        (.picked, [.alreadyDone, .alreadyDone, .moves(.packed), .moves(.cancelled)]),
        (.packed, [.alreadyDone, .alreadyDone, .alreadyDone, .moves(.cancelled)]),
        (.cancelled, [.refused, .refused, .refused, .alreadyDone]),
    ]

    private static let tasks: [(PickTaskStatus, PickTaskCommand, PickTaskStateMachine.Outcome)] = [
        (.open, .complete, .moves(.picked)),
        (.open, .cancel, .moves(.cancelled)),
        (.picked, .complete, .unchanged),
        (.picked, .cancel, .unchanged),
        (.cancelled, .complete, .refused),
        (.cancelled, .cancel, .unchanged),
    ]

    @Test func `the table of waves holds for every pair`() {
        #expect(Self.waves.count == PickWaveStatus.allCases.count + 1)
        for (status, outcomes) in Self.waves {
            #expect(outcomes.count == PickWaveCommand.allCases.count)
            for (command, outcome) in zip(PickWaveCommand.allCases, outcomes) {
                #expect(
                    PickWaveStateMachine.outcome(of: command, in: status) == outcome,
                    "\(command) of \(String(describing: status))"
                )
            }
        }
    }

    @Test func `the table of tasks holds for every pair`() {
        #expect(Self.tasks.count == PickTaskStatus.allCases.count * PickTaskCommand.allCases.count)
        for (status, command, outcome) in Self.tasks {
            #expect(PickTaskStateMachine.outcome(of: command, in: status) == outcome, "\(command) of \(status)")
        }
    }

    @Test func `a repeated command changes nothing more`() {
        for (status, _) in Self.waves {
            for command in PickWaveCommand.allCases {
                guard case .moves(let next) = PickWaveStateMachine.outcome(of: command, in: status) else { continue }
                #expect(PickWaveStateMachine.outcome(of: command, in: next) == .alreadyDone)
            }
        }
        for (_, command, outcome) in Self.tasks {
            guard case .moves(let next) = outcome else { continue }
            #expect(PickTaskStateMachine.outcome(of: command, in: next) == .unchanged)
        }
    }
}
