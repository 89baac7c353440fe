import Orders
import Testing

@Suite
struct OrderStateMachineTests {
    typealias Outcome = OrderStateMachine.Outcome

    /// The whole table, written out. Columns: validate, reserve, startFulfillment, ship, cancel, fail, update, delete.
    static let table: [(OrderStatus, [Outcome])] = [
        (.created, [.moves(.validated), no, no, no, .moves(.cancelled), .moves(.failed), .changes, no]),
        (.validated, [done, .moves(.reserved), no, no, .moves(.cancelled), .moves(.failed), .changes, no]),
        (.reserved, [no, done, .moves(.fulfilling), no, .moves(.cancelled), .moves(.failed), .changes, no]),
        (.fulfilling, [no, no, done, .moves(.shipped), .moves(.cancelled), .moves(.failed), no, no]),
        (.shipped, [no, no, no, done, no, no, no, .removes]),
        (.cancelled, [no, no, no, no, done, no, no, .removes]),
        (.failed, [no, no, no, no, no, done, no, .removes]),
    ]

    private static let no = Outcome.refused
    private static let done = Outcome.alreadyDone
    static let columns: [OrderCommand.Kind] = [
        .validate, .reserve, .startFulfillment, .ship, .cancel, .fail, .update, .delete,
    ]

    @Test
    func `the table has every pair of status and command`() {
        #expect(Self.table.map(\.0) == OrderStatus.allCases)
        #expect(Self.columns == OrderCommand.Kind.allCases)
        #expect(Self.table.allSatisfy { $0.1.count == Self.columns.count })
    }

    @Test(arguments: table)
    func `every pair has the outcome that the table says`(status: OrderStatus, outcomes: [Outcome]) {
        for (command, outcome) in zip(Self.columns, outcomes) {
            #expect(OrderStateMachine.outcome(of: command, in: status) == outcome, "\(command) in \(status)")
        }
    }

    @Test
    func `nothing leads out of a final status but deletion`() {
        for status in OrderStatus.allCases where status.isFinal {
            for command in OrderCommand.Kind.allCases where command != .delete {
                let outcome = OrderStateMachine.outcome(of: command, in: status)
                #expect(outcome == .refused || outcome == .alreadyDone)
            }
        }
        #expect(OrderStatus.allCases.filter(\.isFinal) == [.shipped, .cancelled, .failed])
    }
}
