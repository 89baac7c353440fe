import Messaging
import OMSKernel
import Testing

@Suite struct RelayPlannerTests {
    let planner = RelayPlanner(policy: RelayPolicy())
    let away = DeliveryFailure(reason: "away", isRetryable: true)
    let refused = DeliveryFailure(reason: "refused", isRetryable: false)

    @Test func `lanes keep the order of positions within a key and of first messages between keys`() {
        let lanes = planner.lanes(of: Messages.stored("b1 a1 b2 c1 a2").reversed())
        #expect(lanes.map(\.orderingKey) == ["b", "a", "c"])
        #expect(lanes.map { $0.messages.map(\.sequence) } == [[1, 2], [1, 2], [1]])
        #expect(planner.lanes(of: []).isEmpty)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let delivered: Int
        let failure: DeliveryFailure?
        var wasInterrupted = false
        var attempts = 0
        let expected: [String]

        var testDescription: String { "\(delivered) delivered, \(failure?.reason ?? "no failure") -> \(expected)" }
    }

    /// Of a lane of three messages; those that are not named stay as they are.
    static let cases: [Case] = [
        Case(delivered: 3, failure: nil, expected: ["a1 delivered", "a2 delivered", "a3 delivered"]),
        Case(
            delivered: 3,
            failure: DeliveryFailure(reason: "late", isRetryable: false),
            expected: ["a1 delivered", "a2 delivered", "a3 delivered"]
        ),
        Case(
            delivered: 1,
            failure: DeliveryFailure(reason: "away", isRetryable: true),
            expected: ["a1 delivered", "a2 failed away"]
        ),
        Case(
            delivered: 0,
            failure: DeliveryFailure(reason: "refused", isRetryable: false),
            expected: ["a1 dead refused"]
        ),
        Case(delivered: 2, failure: nil, expected: ["a1 delivered", "a2 delivered", "a3 failed"]),
        Case(
            delivered: 1,
            failure: DeliveryFailure(reason: "cancelled", isRetryable: false),
            wasInterrupted: true,
            expected: ["a1 delivered"]
        ),
        Case(
            delivered: 0,
            failure: DeliveryFailure(reason: "away", isRetryable: true),
            attempts: 8,
            expected: ["a1 failed away"]
        ),
        Case(
            delivered: 0,
            failure: DeliveryFailure(reason: "away", isRetryable: true),
            attempts: 9,
            expected: ["a1 dead away"]
        ),
        Case(delivered: 99, failure: nil, expected: ["a1 delivered", "a2 delivered", "a3 delivered"]),
        Case(
            delivered: -1,
            failure: DeliveryFailure(reason: "away", isRetryable: true),
            expected: ["a1 failed away"]
        ),
    ]

    @Test(arguments: cases) func `a report decides each message's fate`(_ example: Case) throws {
        let messages = Messages.stored("a1 a2 a3").map { $0.withAttempts(example.attempts) }
        let lane = try #require(planner.lanes(of: messages).first)
        let results = planner.results(
            of: lane,
            report: DeliveryReport(delivered: example.delivered, failure: example.failure),
            wasInterrupted: example.wasInterrupted,
            now: VirtualTime.start,
            jitter: 0
        )
        let told = results.map { result in
            switch result.outcome {
            case .delivered: "\(result.message.messageID) delivered"
            case .failed(let error, _): "\(result.message.messageID) failed \(error)"
            case .dead(let error): "\(result.message.messageID) dead \(error)"
            }
        }
        #expect(told.count == example.expected.count)
        #expect(zip(told, example.expected).allSatisfy { $0.hasPrefix($1) }, "\(told)")
    }

    @Test func `the next attempt comes after the delay of that many failures`() throws {
        let messages = Messages.stored("a1").map { $0.withAttempts(3) }
        let lane = try #require(planner.lanes(of: messages).first)
        let report = DeliveryReport(delivered: 0, failure: away)
        let results = planner.results(
            of: lane,
            report: report,
            wasInterrupted: false,
            now: VirtualTime.start,
            jitter: 0.5
        )
        let expected = VirtualTime.start.advanced(by: .seconds(6))
        #expect(results.map(\.outcome) == [.failed(error: "away", nextAttempt: expected)])
    }

    @Test(arguments: [
        (1, 0.0, 0.5), (1, 1.0, 1.0), (2, 1.0, 2.0), (4, 0.5, 6.0), (9, 1.0, 256.0), (10, 1.0, 300.0),
        (500, 0.0, 150.0),
        (0, 1.0, 1.0), (3, 7.0, 4.0),
    ])
    func `retry delays double up to five minutes, half of them chance`(attempts: Int, jitter: Double, seconds: Double) {
        #expect(planner.retryDelay(attempts: attempts, jitter: jitter) == .seconds(seconds))
    }

    @Test func `waits for the store double up to ten seconds`() {
        #expect((1...4).map(planner.storeDelay) == [.seconds(0.1), .seconds(0.2), .seconds(0.4), .seconds(0.8)])
        #expect(planner.storeDelay(failures: 1_000) == .seconds(10))
    }

    @Test func `a message whose destination is away is tried again for as long as it takes`() throws {
        let lane = try #require(planner.lanes(of: [Messages.stored("a1")[0].withAttempts(1_000)]).first)
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        let results = planner.results(
            of: lane,
            report: DeliveryReport(delivered: 0, failure: DeliveryFailure(outage: "away")),
            wasInterrupted: false,
            now: now,
            jitter: 1
        )
        let next = now.advanced(by: RelayPolicy().maximumOutageDelay)
        #expect(results.map(\.outcome) == [.failed(error: "away", nextAttempt: next)])
    }
}
