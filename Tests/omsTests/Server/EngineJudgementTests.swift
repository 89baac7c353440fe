import OMSKernel
import SQLStorage
import Testing
import oms

/// Which engine may begin on which orders.
@Suite struct EngineJudgementTests {
    private static let now = Timestamp(milliseconds: 1_000)
    private static let then = Timestamp(milliseconds: 5)

    private static func claim(_ start: Int64, engine: String = "e", deployment: String = "d") -> EngineClaim {
        EngineClaim(deployment: deployment, namespaceID: engine, place: "there", start: start, since: then)
    }

    private func judge(mark: EngineMark?, claim: EngineClaim?) -> EngineJudgement {
        EngineJudgement(of: "e", at: "here", mark: mark, claim: claim, now: Self.now, newName: { "new" })
    }

    @Test func `the first engine becomes the one of the orders`() {
        let claim = EngineClaim(deployment: "new", namespaceID: "e", place: "here", start: 1, since: Self.now)
        #expect(judge(mark: nil, claim: nil) == .accepted(claim))
    }

    @Test func `it begins again, wherever it is now, and each start counts`() {
        let next = EngineClaim(deployment: "d", namespaceID: "e", place: "here", start: 8, since: Self.then)
        #expect(judge(mark: EngineMark(deployment: "d", start: 7), claim: Self.claim(7)) == .accepted(next))
    }

    @Test func `it begins again when it ended between its own note and the orders' one`() {
        let judgement = judge(mark: EngineMark(deployment: "d", start: 8), claim: Self.claim(7))
        guard case .accepted(let claim) = judgement else {
            Issue.record("\(judgement)")
            return
        }
        #expect(claim.start == 8)
        // The first note of all is the orders' one.
        let first = judge(mark: nil, claim: Self.claim(1))
        guard case .accepted = first else {
            Issue.record("\(first)")
            return
        }
    }

    private static let misfits: [(EngineMark?, EngineClaim?, EngineJudgement.Reason)] = [
        (nil, claim(3, engine: "other"), .otherEngine),
        (EngineMark(deployment: "d", start: 3), claim(3, engine: "other"), .otherEngine),
        (EngineMark(deployment: "d", start: 3), nil, .otherOrders),
        (EngineMark(deployment: "d", start: 3), claim(3, deployment: "x"), .otherOrders),
        (nil, claim(2), .olderEngine),
        (EngineMark(deployment: "d", start: 2), claim(3), .olderEngine),
        (EngineMark(deployment: "d", start: 5), claim(3), .olderOrders),
    ]

    @Test(arguments: misfits)
    func `what does not belong together is refused`(
        mark: EngineMark?,
        claim: EngineClaim?,
        reason: EngineJudgement.Reason
    ) {
        #expect(judge(mark: mark, claim: claim) == .refused(reason))
    }
}
