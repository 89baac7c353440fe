import Instrumentation
import ServiceContextModule
import Telemetry
import Testing

@Suite struct TraceContextTests {
    static let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `a valid header is read and written back`() throws {
        let context = try #require(TraceContext(traceparent: Self.valid))
        #expect(context.traceID.description == "0af7651916cd43dd8448eb211c80319c")
        #expect(context.spanID.description == "b7ad6b7169203331")
        #expect(context.isSampled)
        #expect(context.traceparent == Self.valid)
    }

    @Test(arguments: [
        "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.what",
        "é0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
    ])
    func `an invalid header is no context`(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test(arguments: [
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        valid.replacing("00-", with: "01-", maxReplacements: 1) + "-what-the-future-brings",
    ])
    func `of a later version the known part is read, and version 00 is sent on`(header: String) {
        #expect(TraceContext(traceparent: header)?.traceparent == Self.valid)
    }

    @Test func `only the sampled flag is sent on`() {
        #expect(TraceContext(traceparent: String(Self.valid.dropLast(2)) + "fe")?.traceparent.hasSuffix("-00") == true)
    }

    @Test func `a child stays in the trace with a span id of its own and the same state`() throws {
        let parent = try #require(TraceContext(traceparent: Self.valid, tracestate: "a=1"))
        let child = parent.child()
        #expect(child.traceID == parent.traceID)
        #expect(child.spanID != parent.spanID)
        #expect(child.state.text == "a=1")
        #expect(TraceContext(traceparent: child.traceparent)?.spanID == child.spanID)
    }

    @Test func `a new trace has ids that can be read back`() {
        let root = TraceContext.root()
        #expect(TraceContext(traceparent: root.traceparent) == root)
        #expect(root.traceID != TraceContext.root().traceID)
    }

    @Test(arguments: [
        ("a=1", "a=1"), (" a=1 , b=2 ,", "a=1,b=2"), ("tenant@vendor=x y", "tenant@vendor=x y"), ("", ""),
    ])
    func `trace state is carried`(header: String, expected: String) {
        #expect(TraceState(header)?.text == expected)
    }

    @Test(arguments: [
        "a", "A=1", "a=", "=1", "a=1,a=2", "a=1=2", "a=\u{7F}", (1...33).map { "k\($0)=v" }.joined(separator: ","),
    ])
    func `wrong trace state is dropped, and the parent kept`(header: String) {
        #expect(TraceState(header) == nil)
        #expect(TraceContext(traceparent: Self.valid, tracestate: header)?.state.text == "")
    }

    @Test func `too long a trace state loses its long members first, then its last`() throws {
        let long = "long=" + String(repeating: "x", count: 200)
        let members = (0..<12).map { "k\($0)=" + String(repeating: "v", count: 40) }
        let state = try #require(TraceState(([members[0], long] + members.dropFirst()).joined(separator: ",")))
        #expect(state.text.utf8.count <= 512)
        #expect(state.text == members.prefix(11).joined(separator: ","))
    }

    @Test func `the instrument carries the context through headers`() {
        let instrument = TraceContextInstrument()
        var context = ServiceContext.topLevel
        context.traceContext = TraceContext(traceparent: Self.valid, tracestate: "a=1")
        var headers: [String: String] = [:]
        instrument.inject(context, into: &headers, using: DictionaryCarrier())
        #expect(headers == ["traceparent": Self.valid, "tracestate": "a=1"])
        var read = ServiceContext.topLevel
        instrument.extract(headers, into: &read, using: DictionaryCarrier())
        #expect(read.traceContext == context.traceContext)
    }
}

private struct DictionaryCarrier: Injector, Extractor {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }

    func extract(key: String, from carrier: [String: String]) -> String? {
        carrier[key]
    }
}
