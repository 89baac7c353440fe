import Inventory
import Testing

@Suite struct AllocationStateMachineTests {
    /// The whole table: a row a state, nil for an order that has no allocation.
    private static let table: [(AllocationState?, AllocationCommand, AllocationStateMachine.Outcome)] = [
        (nil, .allocate, .moves(.held, .reservation)),
        (nil, .consume, .refused),
        (nil, .release, .moves(.released, .release)),
        (.held, .allocate, .alreadyDone),
        (.held, .consume, .moves(.consumed, .consumption)),
        (.held, .release, .moves(.released, .release)),
        (.consumed, .allocate, .alreadyDone),
        (.consumed, .consume, .alreadyDone),
        (.consumed, .release, .moves(.returned, .customerReturn)),
        (.released, .allocate, .refused),
        (.released, .consume, .refused),
        (.released, .release, .alreadyDone),
        (.returned, .allocate, .refused),
        (.returned, .consume, .refused),
        (.returned, .release, .alreadyDone),
    ]

    @Test func `the table holds for every pair`() {
        #expect(Self.table.count == (AllocationState.allCases.count + 1) * AllocationCommand.allCases.count)
        for (state, command, outcome) in Self.table {
            #expect(
                AllocationStateMachine.outcome(of: command, in: state) == outcome,
                "\(command) of \(String(describing: state))"
            )
        }
    }

    @Test func `a repeated command changes nothing more`() {
        for (_, command, outcome) in Self.table {
            guard case .moves(let next, _) = outcome else { continue }
            #expect(AllocationStateMachine.outcome(of: command, in: next) == .alreadyDone)
        }
    }
}
