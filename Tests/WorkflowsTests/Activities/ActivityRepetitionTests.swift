import OMSKernel
import OMSWorkflows
import Testing

/// Every activity, run once, twice in a row, many times at once, and again after an answer was lost: the same end.
@Suite(.timeLimit(.minutes(10)))
struct ActivityRepetitionTests {
    /// How an activity is run in a test.
    enum Mode: String, CaseIterable, Sendable {
        case once, twice, atOnce
        /// The first write is durable and its attempt fails all the same.
        case answerLost
    }

    /// One activity with what comes before it, and what all of them leave behind.
    struct Scenario: Sendable {
        let name: String
        var before: [Step] = []
        let step: Step
        let expected: [String]
    }

    typealias Step = @Sendable (ActivityBench, _ orderID: String) async throws -> Void

    @Test(arguments: BenchKind.allCases)
    func `a repeated activity has its effect once`(kind: BenchKind) async throws {
        try await kind.with { bench in
            for scenario in Self.scenarios {
                for mode in Mode.allCases where mode != .answerLost || bench.forgetful != nil {
                    try await run(scenario, mode, on: bench)
                }
            }
        }
    }

    private func run(_ scenario: Scenario, _ mode: Mode, on bench: ActivityBench) async throws {
        let name = "\(scenario.name)-\(mode.rawValue)"
        let id = try await bench.order(name)
        try await bench.stock(name)
        for step in scenario.before { try await step(bench, id.description) }
        switch mode {
        case .once:
            try await scenario.step(bench, id.description)
        case .twice:
            for _ in 0..<2 { try await scenario.step(bench, id.description) }
        case .atOnce:
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await scenario.step(bench, id.description) }
                }
                try await group.waitForAll()
            }
        case .answerLost:
            bench.forgetful?.loseAnswers(1)
            await #expect(throws: (any Error).self, "\(name) writes nothing") {
                try await scenario.step(bench, id.description)
            }
            try await scenario.step(bench, id.description)
        }
        let picture = try await bench.picture(name, id)
        #expect(picture == scenario.expected, "\(name)")
    }

    // MARK: The activities

    private static let allocate: Step = { try await $0.call(Activities.allocateInventory, .init(orderId: $1)) }
    private static let consume: Step = { try await $0.call(Activities.consumeInventory, .init(orderId: $1)) }
    private static let release: Step = { try await $0.call(Activities.releaseInventory, .init(orderId: $1)) }
    private static let createWave: Step = { try await $0.call(Activities.createPickWave, .init(orderId: $1)) }
    private static let cancelPick: Step = { try await $0.call(Activities.cancelPick, .init(orderId: $1)) }
    private static let create: Step = {
        try await $0.call(Activities.createShipment, .init(orderId: $1, attempt: 1))
    }
    private static let label: Step = {
        try await $0.call(Activities.generateShippingLabel, .init(orderId: $1, attempt: 1))
    }
    private static let confirm: Step = {
        try await $0.call(Activities.confirmShipment, .init(orderId: $1, attempt: 1))
    }
    private static let cancelShipment: Step = {
        try await $0.call(Activities.cancelShipment, .init(orderId: $1, attempt: 1))
    }

    private static let untouched = ["A: 10 on hand, 0 held", "B: 10 on hand, 0 held"]
    private static let created = ["order CREATED 1"]

    private static let scenarios: [Scenario] = [
        Scenario(
            name: "allocate",
            step: allocate,
            expected: [
                "A: 10 on hand, 3 held", "A: RESERVATION 0 3", "B: 10 on hand, 1 held", "B: RESERVATION 0 1",
                "stock HELD",
            ] + created
        ),
        Scenario(
            name: "consume",
            before: [allocate],
            step: consume,
            expected: [
                "A: 7 on hand, 0 held", "A: RESERVATION 0 3", "A: CONSUMPTION -3 -3",
                "B: 9 on hand, 0 held", "B: RESERVATION 0 1", "B: CONSUMPTION -1 -1", "stock CONSUMED",
            ] + created
        ),
        Scenario(name: "releaseNothing", step: release, expected: untouched + ["stock RELEASED"] + created),
        Scenario(
            name: "releaseHeld",
            before: [allocate],
            step: release,
            expected: [
                "A: 10 on hand, 0 held", "A: RESERVATION 0 3", "A: RELEASE 0 -3",
                "B: 10 on hand, 0 held", "B: RESERVATION 0 1", "B: RELEASE 0 -1", "stock RELEASED",
            ] + created
        ),
        Scenario(
            name: "releaseConsumed",
            before: [allocate, consume],
            step: release,
            expected: [
                "A: 10 on hand, 0 held", "A: RESERVATION 0 3", "A: CONSUMPTION -3 -3", "A: RETURN 3 0",
                "B: 10 on hand, 0 held", "B: RESERVATION 0 1", "B: CONSUMPTION -1 -1", "B: RETURN 1 0",
                "stock RETURNED",
            ] + created
        ),
        Scenario(
            name: "createWave",
            step: createWave,
            expected: untouched + ["wave PICKING", "task 1 OPEN 3", "task 2 OPEN 1"] + created
        ),
        Scenario(
            name: "cancelPick",
            before: [createWave],
            step: cancelPick,
            expected: untouched + ["wave CANCELLED", "task 1 CANCELLED 3", "task 2 CANCELLED 1"] + created
        ),
        Scenario(name: "cancelNoPick", step: cancelPick, expected: untouched + ["wave CANCELLED"] + created),
        Scenario(
            name: "createShipment",
            step: create,
            expected: untouched + ["shipment 1 CREATED no label"] + created
        ),
        Scenario(
            name: "label",
            before: [create],
            step: label,
            expected: untouched + ["shipment 1 LABELLED a label"] + created
        ),
        Scenario(
            name: "confirm",
            before: [create, label],
            step: confirm,
            expected: untouched + ["shipment 1 CONFIRMED a label"] + created
        ),
        Scenario(
            name: "cancelShipment",
            before: [create, label],
            step: cancelShipment,
            expected: untouched + ["shipment 1 CANCELLED a label"] + created
        ),
        Scenario(
            name: "cancelNoShipment",
            step: cancelShipment,
            expected: untouched + ["shipment 1 CANCELLED no label"] + created
        ),
    ]
}
