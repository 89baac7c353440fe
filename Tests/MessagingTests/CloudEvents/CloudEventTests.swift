import Foundation
import Messaging
import OMSKernel
import Testing

@Suite struct CloudEventTests {
    @Test func `every attribute comes from the message, and the data stays JSON on one line`() throws {
        let message = OutboxMessage(
            position: 9,
            destination: "events",
            orderingKey: "order-1",
            messageID: "event-1",
            type: "OrderCreated",
            sequence: 4,
            schemaVersion: 2,
            payload: "{\n  \"reason\": \"line\\nbreak\"\r\n}",
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            createdAt: VirtualTime.start,
            attempts: 3
        )
        let json = CloudEvent(message, source: "/oms").json
        #expect(!json.contains("\n"))
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["id"] as? String == "event-1")
        #expect(object["subject"] as? String == "order-1")
        #expect(object["type"] as? String == "OrderCreated")
        #expect(object["sequence"] as? String == "4")
        #expect(object["schemaversion"] as? Int == 2)
        #expect(object["traceparent"] as? String == message.traceparent)
        #expect((object["data"] as? [String: String]) == ["reason": "line\nbreak"])
    }

    @Test func `attribute names are those that the specification allows`() throws {
        let json = CloudEvent(Messages.stored("a1")[0], source: "/oms").json
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        for name in object.keys {
            #expect(name.count <= 20)
            #expect(name.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) })
        }
    }
}
