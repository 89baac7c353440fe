import Foundation
import Testing
import oms

@Suite struct OrderTimelineTests {
    private static func value(_ json: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    }

    private static let history = #"""
        [{"eventId":1,"time":"2026-11-20T10:00:00.000Z","type":"WorkflowExecutionStarted","attributes":{}},
        {"eventId":2,"time":"2026-11-20T10:00:00.000Z","type":"WorkflowTaskScheduled","attributes":{}},
        {"eventId":5,"time":"2026-11-20T10:00:01.000Z","type":"ActivityTaskScheduled",
        "attributes":{"activityId":"5","activityType":{"name":"CreateShipment"}}},
        {"eventId":6,"time":"2026-11-20T10:00:04.000Z","type":"ActivityTaskStarted",
        "attributes":{"scheduledEventId":"5","attempt":3,"lastFailure":{"message":"the carrier is away"}}},
        {"eventId":7,"time":"2026-11-20T10:00:05.000Z","type":"ActivityTaskCompleted",
        "attributes":{"scheduledEventId":"5"}},
        {"eventId":8,"time":"2026-11-20T10:00:05.500Z","type":"MarkerRecorded",
        "attributes":{"markerName":"core_local_activity","activityType":{"name":"MarkOrderShipped"}}},
        {"eventId":9,"time":"2026-11-20T10:00:05.500Z","type":"MarkerRecorded",
        "attributes":{"markerName":"core_patch"}},
        {"eventId":10,"time":"2026-11-20T10:00:06.000Z","type":"WorkflowExecutionSignaled",
        "attributes":{"signalName":"PickCompleted"}}]
        """#

    @Test func `a workflow's story has every attempt by its activity's name, and no tasks of its own`() throws {
        let pending = try Self.value(
            #"""
            {"type":"GenerateShippingLabel","state":"SCHEDULED","attempt":2,"scheduledAt":"2026-11-20T10:00:07.000Z",
            "lastStartedAt":"2026-11-20T10:00:08.000Z","nextAttemptAt":"2026-11-20T10:00:09.000Z","lastFailure":"no"}
            """#
        )
        let steps = WorkflowSteps.story(of: "w", events: try Self.value(Self.history).entries, pending: [pending])
        #expect(
            steps.map { "\($0.what): \($0.detail)" } == [
                "workflow: Started", "CreateShipment: attempt 3 started, after: the carrier is away",
                "CreateShipment: completed", "MarkOrderShipped: completed within the workflow task",
                "signal PickCompleted: received",
                "GenerateShippingLabel: attempt 2 is to come, after: no",
            ]
        )
        #expect(steps.last?.time == "2026-11-20T10:00:09.000Z")
    }

    @Test func `events and steps of workflows stand in one line by time`() throws {
        let steps = WorkflowSteps.story(of: "w", events: try Self.value(Self.history).entries, pending: [])
        let events = try ["00:00.000", "00:05.000", "00:09.000"].map { time in
            OrderStep(try Self.value(#"{"sequence":1,"createdAt":"2026-11-20T10:\#(time)Z","type":"E\#(time)"}"#))
        }
        let names = OrderTimeline(events: events, workflows: steps).entries.map { entry in
            switch entry {
            case .event(let step): step.event["type"].shown ?? ""
            case .workflow(let step): step.what
            }
        }
        #expect(
            names == [
                "workflow", "E00:00.000", "CreateShipment", "CreateShipment", "E00:05.000", "MarkOrderShipped",
                "signal PickCompleted", "E00:09.000",
            ]
        )
    }
}
