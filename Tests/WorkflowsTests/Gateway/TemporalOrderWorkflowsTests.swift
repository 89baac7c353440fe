import Logging
import OMSWorkflows
import TemporalSDK
import TemporalTestKit
import Testing

/// Submissions, with a worker and without one.
@Suite(.timeLimit(.minutes(5)))
struct TemporalOrderWorkflowsTests {
    private static let order = "0193b3a0-0000-7000-8000-000000000001"

    private static func submission(_ key: String = "k", fingerprint: String = "f") -> Submission {
        Submission(requestID: key, body: "{}", fingerprint: fingerprint, actor: "key:k", traceparent: nil)
    }

    private func workflows(_ environment: TestEnvironment) -> TemporalOrderWorkflows {
        TemporalOrderWorkflows(client: environment.client, policy: FulfillmentPolicy())
    }

    @Test func `a submission is held without any worker, and known again`() async throws {
        try await EngineHarness.with { environment in
            let workflows = workflows(environment)
            let missing = try await workflows.intake(requestID: "k")
            #expect(missing == nil)
            let outcomes = try await [
                workflows.submit(Self.submission()), workflows.submit(Self.submission()),
                workflows.submit(Self.submission(fingerprint: "g")),
            ]
            #expect(outcomes == [.accepted, .repeated, .keyReused])
            let state = try await workflows.intake(requestID: "k")
            #expect(state == IntakeState(status: .received, fingerprint: "f"))
            // Also when it is over.
            try await environment.client.workflowHandle(id: "order-intake-k").terminate()
            let late = try await [
                workflows.submit(Self.submission()), workflows.submit(Self.submission(fingerprint: "g")),
            ]
            #expect(late == [.repeated, .keyReused])
            let ended = try await workflows.intake(requestID: "k")
            #expect(ended?.status == .failed)
            #expect(ended?.fingerprint == "f")
        }
    }

    @Test func `an intake tells where it is, with its worker and after it`() async throws {
        try await EngineHarness.with { environment in
            let workflows = workflows(environment)
            let activities = [
                Activities.validateOrder.implemented { _ in .init() },
                Activities.createOrder.implemented { _ in .init(orderId: Self.order) },
                Activities.emitOrderEvent.implemented { _ in throw ActivityFailure.orderGone.error("cancelled") },
            ]
            let created = IntakeState(status: .created, orderId: Self.order, reason: "cancelled", fingerprint: "f")
            try await environment.withWorker(
                taskQueue: TaskQueue.orders.rawValue,
                workflows: [OrderIntakeWorkflow.self],
                registered: activities
            ) {
                _ = try await workflows.submit(Self.submission())
                _ = try await environment.client.workflowHandle(type: OrderIntakeWorkflow.self, id: "order-intake-k")
                    .result()
                let state = try await workflows.intake(requestID: "k")
                #expect(state == created)
                let live = await workflows.workflow(orderID: Self.order, requestID: "k")
                #expect(live?.workflowID == "order-intake-k")
                #expect(live?.state?.step == "CREATED")
            }
            // Nobody answers queries any more: the history tells the same.
            let state = try await workflows.intake(requestID: "k")
            #expect(state == created)
            let live = await workflows.workflow(orderID: Self.order, requestID: "k")
            #expect(live?.workflowID == "order-intake-k")
            #expect(live?.state == nil)
        }
    }

    @Test func `without a service submissions are refused for now`() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let connection = try TemporalConnection(
            configuration: ConnectionConfiguration(address: "127.0.0.1:1"),
            logger: logger
        )
        let workflows = TemporalOrderWorkflows(
            client: TemporalClient(service: connection, logger: logger),
            policy: FulfillmentPolicy()
        )
        await #expect(throws: WorkflowsUnavailable()) { try await workflows.submit(Self.submission()) }
        let live = await workflows.workflow(orderID: Self.order, requestID: "k")
        #expect(live == nil)
    }
}
