import Foundation
import Logging
import ServiceContextModule
import Telemetry
import Testing

@Suite struct LogHandlerTests {
    let sink = MemoryLogSink()

    private func json(_ level: Logger.Level = .info) -> Logger {
        Logger(label: "oms.test") { label in
            JSONLineLogHandler(
                label: label,
                sink: sink,
                level: level,
                metadataProvider: .serviceContext,
                clock: FixedClock()
            )
        }
    }

    private func readable(colored: Bool = false) -> Logger {
        Logger(label: "oms.test") { _ in
            ReadableLogHandler(sink: sink, usesColor: colored, metadataProvider: .serviceContext, clock: FixedClock())
        }
    }

    @Test func `a JSON line has the time, level, logger and message, then the metadata by name`() {
        var logger = json()
        logger[metadataKey: "b"] = "two"
        logger.info(
            "Order placed",
            metadata: ["a": .stringConvertible(1), "c": ["x", ["y": .stringConvertible(true)]], "level": "mine"]
        )
        let expected = """
            {"time":"2026-11-18T11:06:40.123Z","level":"info","logger":"oms.test","message":"Order placed",\
            "a":1,"b":"two","c":["x",{"y":true}],"metadata.level":"mine"}

            """
        #expect(sink.lines == [expected])
    }

    @Test func `the line carries what the task is about`() throws {
        var context = ServiceContext.topLevel
        context.requestID = "r-1"
        context.orderID = "o-1"
        context.workflowID = "w-1"
        context.traceContext = TraceContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        ServiceContext.withValue(context) { json().info("x") }
        let line = try #require(sink.lines.first)
        #expect(
            line.hasSuffix(
                """
                "message":"x","orderId":"o-1","requestId":"r-1","spanId":"b7ad6b7169203331",\
                "traceId":"0af7651916cd43dd8448eb211c80319c","workflowId":"w-1"}

                """
            )
        )
    }

    @Test(arguments: [
        "a\nb", "\u{1B}[2Jx", "a\u{0}b", "\u{9B}31m", "\u{2028}", "x\u{202E}y", "\r\n{\"level\":\"info\"}", "\u{7F}",
    ])
    func `a client's text cannot forge a line or move the cursor`(text: String) throws {
        json().info("said \(text)", metadata: ["k \(text)": "\(text)"])
        readable().info("said \(text)", metadata: ["k \(text)": "\(text)"])
        #expect(sink.lines.count == 2)
        for line in sink.lines {
            #expect(line.hasSuffix("\n"))
            let harmful = line.dropLast().unicodeScalars.filter {
                $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || [0x2028, 0x202E].contains($0.value)
            }
            #expect(harmful.isEmpty)
        }
        let object = try JSONSerialization.jsonObject(with: Data(sink.lines[0].utf8)) as? [String: Any]
        #expect((object?["message"] as? String)?.hasPrefix("said ") == true)
        #expect(object?.count == 5)
    }

    @Test func `ordinary text of any language stays as it is`() throws {
        let text = "naïve \"quoted\" \\ 日本語 👩‍👩‍👧 שלום"
        json().info("\(text)")
        let object = try JSONSerialization.jsonObject(with: Data(sink.lines[0].utf8)) as? [String: String]
        #expect(object?["message"] == text)
    }

    @Test func `a very long or deep value is cut and the line stays valid`() throws {
        var deep: Logger.MetadataValue = "end"
        for _ in 0..<1_000 { deep = ["d": deep] }
        json().info("\(String(repeating: "é", count: 100_000))", metadata: ["deep": deep])
        let line = try #require(sink.lines.first)
        #expect(line.utf8.count < 20_000)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }

    @Test func `below its level the message is not even made`() {
        func fail() -> String {
            Issue.record("the message was made")
            return ""
        }
        json(.warning).info("\(fail())")
        #expect(sink.lines.isEmpty)
    }

    @Test func `the readable line has time, level, message and metadata in quotes where needed`() {
        readable().warning("Slow disk", metadata: ["ms": "12", "why": "a \"b\"", "none": ""])
        readable(colored: true).error("Down")
        #expect(
            sink.lines == [
                "11:06:40.123Z WARN  Slow disk  ms=12 none=\"\" why=\"a \\\"b\\\"\"\n",
                "11:06:40.123Z \u{1B}[31mERROR\u{1B}[0m Down\n",
            ]
        )
    }
}
