import Foundation
import Messaging
import OMSKernel
import Synchronization
import TestSupport
import Testing

@Suite struct LogTransportTests {
    @Test func `each message is one line of CloudEvents JSON`() async throws {
        let lines = Mutex<[String]>([])
        let transport = LogTransport(source: "/oms") { line in
            lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        }
        let report = await transport.deliver(Messages.stored("a1 a2"))
        #expect(report == DeliveryReport(delivered: 2, failure: nil))
        #expect(
            lines.withLock { $0 }.first == """
                {"specversion":"1.0","id":"a1","source":"/oms","type":"OrderUpdated","subject":"a",\
                "time":"2027-01-15T08:00:00.000Z","datacontenttype":"application/json","sequence":"1",\
                "sequencetype":"Integer","schemaversion":1,"data":{}}

                """
        )
    }

    @Test func `a line that was not written stops the delivery there`() async {
        struct Full: Error {}
        let count = Mutex(0)
        let transport = LogTransport(source: "/oms") { _ in
            let written = count.withLock { count in
                count += 1
                return count
            }
            if written == 2 { throw Full() }
        }
        let report = await transport.deliver(Messages.stored("a1 a2 a3"))
        #expect(report.delivered == 1)
        #expect(report.failure?.isRetryable == true)
    }
}

@Suite struct FanOutTransportTests {
    @Test func `a message counts as delivered when all took it`() async {
        let (one, two) = (Consumer(name: "one"), Consumer(name: "two"))
        let transport = FanOutTransport([one, two])
        #expect(transport.name == "one+two")
        #expect(await transport.deliver(Messages.stored("a1 a2")) == DeliveryReport(delivered: 2, failure: nil))
        #expect(one.deliveries == two.deliveries)
    }

    @Test func `the one that came least far decides`() async {
        let away = DeliveryFailure(reason: "away", isRetryable: true)
        let refused = DeliveryFailure(reason: "refused", isRetryable: false)
        let one = Consumer { $0.sequence == 3 ? away : nil }
        let two = Consumer { $0.sequence == 2 ? refused : nil }
        let three = Consumer()
        let report = await FanOutTransport([one, two, three]).deliver(Messages.stored("a1 a2 a3 a4"))
        #expect(report == DeliveryReport(delivered: 1, failure: refused))
        #expect(one.deliveries == ["a1", "a2"])
        #expect(three.deliveries == ["a1"])
    }
}

@Suite struct InProcessBusTests {
    @Test func `handlers get the types and destinations that they asked for, in order`() async {
        let bus = InProcessBus()
        let seen = Mutex<[String]>([])
        bus.register(destination: "events") { message in seen.withLock { $0.append("all \(message.messageID)") } }
        bus.register(destination: "events", types: ["OrderShipped"]) { _ in Issue.record("not asked for") }
        bus.register(destination: "workflows") { _ in Issue.record("not asked for") }
        let report = await bus.deliver(Messages.stored("a1 a2"))
        #expect(report == DeliveryReport(delivered: 2, failure: nil))
        #expect(seen.withLock { $0 } == ["all a1", "all a2"])
    }

    @Test func `a handler's error is tried again, its refusal is not`() async {
        struct Away: Error {}
        let bus = InProcessBus()
        bus.register(destination: "events") { message in
            if message.sequence == 2 { throw Away() }
            if message.sequence == 3 { throw InProcessBus.Refusal("unknown version") }
        }
        let first = await bus.deliver(Messages.stored("a1 a2"))
        #expect(first.delivered == 1)
        #expect(first.failure?.isRetryable == true)
        let second = await bus.deliver(Messages.stored("a3"))
        let refusal = DeliveryFailure(reason: "unknown version", isRetryable: false)
        #expect(second == DeliveryReport(delivered: 0, failure: refusal))
    }

    @Test(.timeLimit(.minutes(5))) func `those who wait for a key are woken after its delivery, once for many`() async {
        let bus = InProcessBus()
        let stream = bus.wakeups(for: "a")
        let other = bus.wakeups(for: "b")
        _ = await bus.deliver(Messages.stored("a1 a2"))
        _ = await bus.deliver(Messages.stored("a3"))
        var iterator = stream.makeAsyncIterator()
        #expect(await iterator.next() != nil)
        _ = await bus.deliver(Messages.stored("b1"))
        var otherIterator = other.makeAsyncIterator()
        #expect(await otherIterator.next() != nil)
        #expect(bus.subscriptionCount == 2)
    }

    @Test(.timeLimit(.minutes(5))) func `ending the iteration ends the subscription, and their number is bounded`()
        async
    {
        let bus = InProcessBus(maximumSubscriptions: 2)
        let task = Task { for await _ in bus.wakeups(for: "a") {} }
        #expect(await eventually { bus.subscriptionCount == 1 })
        task.cancel()
        await task.value
        #expect(bus.subscriptionCount == 0)
        let streams = (0..<5).map { _ in bus.wakeups(for: "a") }
        #expect(bus.subscriptionCount == 2)
        #expect(streams.count == 5)
    }
}
