import Testing
import oms

@Suite struct ServerSentEventsTests {
    @Test func `events are the same however the stream is cut`() {
        let text =
            ": hello\n\nid: 1\nevent: OrderCreated\ndata: {\"a\":1}\n\ndata:x\r\ndata: y\r\n\r\nevent: none\n\nid: 3\ndata: z\n\nid: 4\ndata: lost"
        let expected = [
            ServerSentEvents.Event(id: "1", type: "OrderCreated", data: "{\"a\":1}"),
            ServerSentEvents.Event(id: "1", type: "message", data: "x\ny"),
            ServerSentEvents.Event(id: "3", type: "message", data: "z"),
        ]
        for size in [1, 2, 5, 1_000] {
            var parser = ServerSentEvents()
            var events: [ServerSentEvents.Event] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                events += parser.feed(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(events == expected)
        }
    }
}
