import GRPCCore
import SwiftProtobuf
import TemporalAPI
import Testing

/// What the rest of the package relies on in the generated code. Numbers and types are compared with the official
/// descriptors by scripts/check-temporal-protos.
@Suite
struct GeneratedCodeTests {
    typealias Event = APIHistoryEvent

    @Test
    func `messages and services have their official full names`() {
        #expect(APIPayload.protoMessageName == "temporal.api.common.v1.Payload")
        #expect(
            APIQueryFailedFailure.protoMessageName
                == "temporal.api.errordetails.v1.QueryFailedFailure"
        )
        #expect(
            APIWorkflowService.descriptor.fullyQualifiedService
                == "temporal.api.workflowservice.v1.WorkflowService"
        )
        #expect(Grpc_Health_V1_Health.descriptor.fullyQualifiedService == "grpc.health.v1.Health")
    }

    /// The bytes are those of `temporalio` 1.35.0: a NexusOperationStarted event with a link.
    @Test
    func `an event whose attributes are left out keeps its type and loses no byte`() throws {
        let official: [UInt8] = [
            0x08, 0x07, 0x18, 0x31, 0x28, 0x09, 0xb2, 0x03, 0x05, 0x08, 0x05, 0x2a, 0x01, 0x74, 0xe0, 0x12, 0x01, 0xf2,
            0x12, 0x05, 0x0a, 0x03, 0x12, 0x01, 0x77,
        ]
        let event = try Event(serializedBytes: official)
        #expect(event.eventID == 7)
        #expect(event.eventType == .nexusOperationStarted)
        #expect(event.taskID == 9)
        #expect(event.workerMayIgnore)
        #expect(event.attributes == nil)
        let written: [UInt8] = try event.serializedBytes()
        #expect(written.sorted() == official.sorted())
        #expect(try Event(serializedBytes: written) == event)
    }

    @Test
    func `an enum value of tomorrow decodes and is written again`() throws {
        let event = try Event(serializedBytes: [0x18, 0xe7, 0x07] as [UInt8])
        #expect(event.eventType == .UNRECOGNIZED(999))
        #expect(try event.serializedBytes() as [UInt8] == [0x18, 0xe7, 0x07])
    }

    @Test
    func `a history in JSON decodes once unknown members are ignored`() throws {
        let text = """
            {"events": [{"eventId": "1", "eventTime": "2026-11-20T10:00:00.5Z",
              "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", "links": [{}],
              "workflowExecutionStartedEventAttributes": {
                "workflowType": {"name": "Order"}, "workflowTaskTimeout": "10s", "attempt": 1,
                "input": {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IkEi"}]}}}]}
            """
        #expect(throws: JSONDecodingError.self) { try APIHistory(jsonString: text) }

        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        let history = try APIHistory(jsonString: text, options: options)
        let event = try #require(history.events.first)
        #expect(event.eventTime.nanos == 500_000_000)
        let started = event.workflowExecutionStartedEventAttributes
        #expect(started.workflowType.name == "Order")
        #expect(started.workflowTaskTimeout.seconds == 10)
        #expect(started.input.payloads.map { Array($0.data) } == [Array("\"A\"".utf8)])
    }
}
