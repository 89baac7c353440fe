import Foundation
import Logging
import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import TemporalAPI
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

/// What the outbox asks of workflows reaches the engine once, whatever comes again.
@Suite(.timeLimit(.minutes(5)))
struct WorkflowTransportTests {
    private static let order = "0193b3a0-0000-7000-8000-000000000001"
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func message(_ type: String, _ payload: String, id: String = "m-1") -> OutboxMessage {
        OutboxMessage(
            position: 1,
            destination: OutboxMessage.workflowsDestination,
            orderingKey: order,
            messageID: id,
            type: type,
            sequence: 0,
            schemaVersion: 1,
            payload: payload,
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            createdAt: OMSKernel.Timestamp(milliseconds: 0),
            attempts: 0
        )
    }

    private static let start = message(
        OutboxMessage.startWorkflowType,
        #"{"orderId":"\#(order)","requestId":"k","actor":"key:k","fingerprint":"f"}"#
    )
    private static let cancel = message(
        OutboxMessage.signalWorkflowType,
        #"{"signal":"CancelOrder","orderId":"\#(order)","reason":"too slow"}"#,
        id: "\(order):CancelOrder"
    )
    private static let picked = message(
        OutboxMessage.signalWorkflowType,
        #"{"signal":"PickCompleted","orderId":"\#(order)"}"#,
        id: "\(order):PickCompleted"
    )

    private func transport(_ client: TemporalClient) -> WorkflowTransport {
        WorkflowTransport(
            client: client,
            policies: WorkflowPolicies(fulfillment: FulfillmentPolicy(pickTimeout: 77)),
            logger: Self.logger
        )
    }

    private func events(_ environment: TestEnvironment, _ id: String) async throws -> [APIHistoryEvent] {
        try await environment.client.workflowHandle(id: id).fetchHistory().events
    }

    @Test func `a start that comes again starts nothing more`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            for _ in 0..<3 {
                let report = await transport.deliver([Self.start])
                #expect(report == DeliveryReport(delivered: 1, failure: nil))
            }
            let events = try await events(environment, "order-intake-k")
            #expect(events.count { $0.eventType == .workflowExecutionStarted } == 1)
            let input = try DataConverter.default.convertSinglePayload(
                events[0].workflowExecutionStartedEventAttributes.input.payloads,
                as: OrderIntakeInput.self
            )
            #expect(input.orderId == Self.order)
            #expect(input.submission == nil)
            #expect(input.policy.pickTimeout == 77)
            // Also when it is over: a closed one is not started again.
            try await environment.client.workflowHandle(id: "order-intake-k").terminate()
            let late = await transport.deliver([Self.start])
            #expect(late == DeliveryReport(delivered: 1, failure: nil))
        }
    }

    @Test func `a cancellation reaches a fulfilment that has not begun, once`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            for _ in 0..<3 {
                let report = await transport.deliver([Self.start, Self.cancel])
                #expect(report == DeliveryReport(delivered: 2, failure: nil))
            }
            let events = try await events(environment, "order-fulfillment-\(Self.order)")
            let signals = events.filter { $0.eventType == .workflowExecutionSignaled }
            #expect(signals.map(\.workflowExecutionSignaledEventAttributes.signalName) == ["CancelOrder"])
            let order = try DataConverter.default.convertSinglePayload(
                signals[0].workflowExecutionSignaledEventAttributes.input.payloads,
                as: CancelOrderSignal.self
            )
            #expect(order.reason == "too slow")
        }
    }

    @Test func `a signal of the warehouse is recorded once, and dropped when its workflow is over`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            let nobody = await transport.deliver([Self.picked])
            #expect(nobody == DeliveryReport(delivered: 1, failure: nil))
            _ = await transport.deliver([Self.cancel])
            for _ in 0..<3 { _ = await transport.deliver([Self.picked]) }
            let events = try await events(environment, "order-fulfillment-\(Self.order)")
            let signals = events.filter { $0.eventType == .workflowExecutionSignaled }
            #expect(
                signals.map(\.workflowExecutionSignaledEventAttributes.signalName) == ["CancelOrder", "PickCompleted"]
            )
        }
    }

    @Test func `a replenishment starts again once it is over, and gets what came in`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            let type = OutboxMessage.startReplenishmentType
            for run in ["a", "b"] {
                let start = Self.message(type, #"{"sku":"A-1"}"#, id: run)
                for _ in 0..<2 { _ = await transport.deliver([start]) }
                let receipt = #"{"sku":"A-1","signal":"StockReceived","quantity":5,"purchaseOrder":"p"}"#
                let signal = Self.message(OutboxMessage.signalWorkflowType, receipt, id: "\(run)-goods")
                let report = await transport.deliver([signal])
                #expect(report == DeliveryReport(delivered: 1, failure: nil))
                let events = try await events(environment, "replenishment-A-1")
                #expect(events.count { $0.eventType == .workflowExecutionSignaled } == 1)
                try await environment.client.workflowHandle(id: "replenishment-A-1").terminate()
            }
        }
    }

    @Test func `a replenishment that is asked for while the last one ends is started after it, once`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            let type = OutboxMessage.startReplenishmentType
            let (first, next) = (
                Self.message(type, #"{"sku":"A-1"}"#, id: "a"), Self.message(type, #"{"sku":"A-1"}"#, id: "b")
            )
            _ = await transport.deliver([first])
            let handle = environment.client.workflowHandle(id: "replenishment-A-1")
            let ending = try await handle.describe().runID
            for _ in 0..<3 {
                let early = await transport.deliver([next])
                #expect(early.delivered == 0)
                #expect(early.failure?.isRetryable == true)
                #expect(early.failure?.isOutage == false, "other messages would wait for it")
            }
            try await handle.terminate()
            let report = await transport.deliver([next, next])
            #expect(report == DeliveryReport(delivered: 2, failure: nil))
            let running = try await handle.describe().runID
            #expect(running != ending)
            let areListed = try await eventually {
                try await environment.client.listWorkflows(query: "WorkflowId = 'replenishment-A-1'")
                    .reduce(into: Set<String>()) { $0.insert($1.runID) } == [ending, running]
            }
            #expect(areListed)
        }
    }

    @Test func `what cannot be read dies, and what nobody knows may be known by another version`() async throws {
        try await EngineHarness.with { environment in
            let transport = transport(environment.client)
            let broken = await transport.deliver([
                Self.start, Self.message(OutboxMessage.startWorkflowType, "{}"), Self.picked,
            ])
            #expect(broken.delivered == 1)
            #expect(broken.failure?.isRetryable == false)
            let unknown = await transport.deliver([Self.message("Dance", "{}")])
            #expect(unknown.failure?.isRetryable == true)
            #expect(unknown.failure?.isOutage == false)
        }
    }

    @Test func `a service that is away is waited for, and left alone for a moment`() async throws {
        let connection = try TemporalConnection(
            configuration: ConnectionConfiguration(address: "127.0.0.1:1"),
            logger: Self.logger
        )
        let transport = transport(TemporalClient(service: connection, logger: Self.logger))
        // Nobody runs the connection: the call ends at its deadline.
        let first = await transport.deliver([Self.start])
        #expect(first.failure?.isOutage == true)
        let begin = ContinuousClock.now
        let second = await transport.deliver([Self.cancel])
        #expect(second.failure?.isOutage == true)
        #expect(ContinuousClock.now - begin < .seconds(1))
    }
}
