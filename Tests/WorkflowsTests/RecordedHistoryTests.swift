import Foundation
import OMSWorkflows
import TemporalAPI
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

/// Histories of runs as they were recorded, replayed by today's code: a change that would break runs in flight fails
/// here. Such a change needs a patch marker (docs/workflows.md). Those whose names do not end in `locally` are older
/// than local activities, and replay all the same.
@Suite(.timeLimit(.minutes(5)))
struct RecordedHistoryTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Histories")
    /// Set to record the histories anew; files that are there stay, for runs like them may be in flight.
    private static let isRecording = ProcessInfo.processInfo.environment["OMS_RECORD_HISTORIES"] == "1"

    private static let workflows: [any WorkflowDefinition.Type] = [
        OrderIntakeWorkflow.self, OrderFulfillmentWorkflow.self, ReplenishmentWorkflow.self,
    ]

    private static var files: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "json" }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
        }
    }

    @Test func `today's code fits every recorded run`() throws {
        let replayer = try WorkflowReplayer(workflows: Self.workflows)
        let files = try Self.files
        #expect(files.count >= 14)
        for file in files {
            let result = replayer.replay(try WorkflowHistory(json: Data(contentsOf: file)))
            #expect(result.failure == nil, "\(file.lastPathComponent): \(String(describing: result.failure))")
        }
    }

    @Test func `a run of other code is refused`() throws {
        let replayer = try WorkflowReplayer(workflows: Self.workflows)
        let file = Self.folder.appendingPathComponent("fulfillment-shipped.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("CreatePickWave", with: "CreatePickList")
        #expect(changed != text)
        #expect(replayer.replay(try WorkflowHistory(json: Data(changed.utf8))).failure != nil)
    }

    @Test func `fulfilments replay as they ran`() async throws {
        let scenarios: [(String, [String: FulfillmentWorld.Trouble], FulfillmentPolicy, [String])] = [
            ("shipped", [:], .init(), ["pick", "pack"]),
            ("second-shipment", ["GenerateShippingLabel 1": .isAway], .init(labelAttempts: 2), ["pick", "pack"]),
            ("short", ["AllocateInventory": .refuses(.insufficientInventory, "short")], .init(), []),
            ("never-picked", [:], .init(pickTimeout: 3_600), []),
            ("cancelled-at-pick", [:], .init(), ["cancel"]),
            ("cancelled-at-label", ["GenerateShippingLabel": .isAway], .init(), ["pick", "pack", "cancel"]),
        ]
        for (name, troubles, policy, signals) in scenarios {
            let world = FulfillmentWorld(troubles: troubles)
            try await FulfillmentHarness.with(world, policy: policy) { fulfillment in
                for signal in signals {
                    let step =
                        signal == "cancel" && signals.count > 1 ? "GenerateShippingLabel 1" : "MarkOrderFulfilling"
                    #expect(await eventually { world.now.calls.contains(step) })
                    switch signal {
                    case "pick": try await fulfillment.pick()
                    case "pack": try await fulfillment.pack()
                    default: try await fulfillment.cancel()
                    }
                }
                _ = try await fulfillment.result()
                try Self.record("fulfillment-\(name)-locally", try await fulfillment.handle.fetchHistory().events)
            }
        }
    }

    @Test func `intakes and replenishments replay as they ran`() async throws {
        let order = FulfillmentHarness.order
        let activities = [
            Activities.validateOrder.implemented { _ in .init() },
            Activities.createOrder.implemented { _ in .init(orderId: order) },
            Activities.emitOrderEvent.implemented { _ in .init() },
            Activities.allocateInventory.implemented { _ in throw ActivityFailure.orderGone.error("gone") },
            Activities.releaseInventory.implemented { _ in .init() },
            Activities.placeReplenishment.implemented { _ in .init() },
            Activities.receiveStock.implemented { _ in .init() },
        ]
        try await WorkflowHarness.with(Self.workflows, activities) { environment in
            let intake = try await environment.client.startWorkflow(
                type: OrderIntakeWorkflow.self,
                options: WorkflowOptions(id: "order-intake-r", taskQueue: TaskQueue.orders.rawValue),
                input: OrderIntakeInput(requestId: "r", submission: "{}", actor: "key:k")
            )
            _ = try await environment.skippingTime { try await intake.result() }
            try Self.record("intake-created-locally", try await intake.fetchHistory().events)
            let replenishment = try await environment.client.startWorkflow(
                type: ReplenishmentWorkflow.self,
                options: WorkflowOptions(id: "replenishment-a", taskQueue: TaskQueue.inventory.rawValue),
                input: ReplenishmentInput(sku: "a")
            )
            try await environment.sleep(for: .seconds(8 * 86_400))
            try await replenishment.signal(ReplenishmentWorkflow.stockReceived, input: .init(quantity: 5))
            _ = try await environment.skippingTime { try await replenishment.result() }
            try Self.record("replenishment-reminded", try await replenishment.fetchHistory().events)
        }
    }

    /// Replays a run that just ended, and keeps it when that was asked for.
    private static func record(_ name: String, _ events: [APIHistoryEvent]) throws {
        let history = try WorkflowHistory(events: events)
        let failure = try WorkflowReplayer(workflows: workflows).replay(history).failure
        #expect(failure == nil, "\(name): \(String(describing: failure))")
        guard isRecording else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("\(name).json")
        guard !FileManager.default.fileExists(atPath: file.path) else { return }
        let json = String(decoding: try history.json(), as: UTF8.self)
        // Which process it was is nobody's business later.
        let plain = json.replacing(/"identity":"[^"]*"/, with: #""identity":"worker""#)
        try Data(plain.utf8).write(to: file)
    }
}
