import Shipping
import Testing

@Suite struct ShipmentStateMachineTests {
    private typealias Outcome = ShipmentStateMachine.Outcome

    /// The whole table: a row a status, nil for a shipment that does not exist; a column a command, in the order of
    /// ``ShipmentCommand``: create, label, confirm, cancel, transit, deliver.
    private static let table: [(ShipmentStatus?, [Outcome])] = [
        (nil, [.moves(.created), .refused, .refused, .moves(.cancelled), .refused, .refused]),
        (.created, [.alreadyDone, .moves(.labelled), .refused, .moves(.cancelled), .refused, .refused]),
        (.labelled, [.alreadyDone, .alreadyDone, .moves(.confirmed), .moves(.cancelled), .refused, .refused]),
        (
            .confirmed,
            [.alreadyDone, .alreadyDone, .alreadyDone, .refused, .moves(.inTransit), .moves(.delivered)]
        ),
        (.inTransit, [.alreadyDone, .alreadyDone, .alreadyDone, .refused, .alreadyDone, .moves(.delivered)]),
        (.delivered, [.alreadyDone, .alreadyDone, .alreadyDone, .refused, .alreadyDone, .alreadyDone]),
        (.cancelled, [.refused, .refused, .refused, .alreadyDone, .refused, .refused]),
    ]

    @Test func `the table holds for every pair`() {
        #expect(Self.table.count == ShipmentStatus.allCases.count + 1)
        for (status, outcomes) in Self.table {
            #expect(outcomes.count == ShipmentCommand.allCases.count)
            for (command, outcome) in zip(ShipmentCommand.allCases, outcomes) {
                #expect(
                    ShipmentStateMachine.outcome(of: command, in: status) == outcome,
                    "\(command) of \(String(describing: status))"
                )
            }
        }
    }

    @Test func `a repeated command changes nothing more`() {
        for (status, _) in Self.table {
            for command in ShipmentCommand.allCases {
                guard case .moves(let next) = ShipmentStateMachine.outcome(of: command, in: status) else { continue }
                #expect(ShipmentStateMachine.outcome(of: command, in: next) == .alreadyDone)
            }
        }
    }

    @Test func `what has left is never cancelled`() {
        for status in ShipmentStatus.allCases where status.hasLeft {
            #expect(ShipmentStateMachine.outcome(of: .cancel, in: status) == .refused)
        }
    }
}
