import HTTPTypes
import OMSKernel
import Telemetry

/// What a request is called in logs and answers, and where it stands in its trace.
struct RequestIdentity: Sendable {
    static let maximumLength = 128

    let id: String
    let trace: TraceContext

    /// Takes the client's id when it is 1 to 128 visible ASCII characters, and goes on with the client's trace.
    /// - Parameters:
    ///   - headers: the request's headers.
    ///   - makeID: makes an id when the client has none that can be used.
    init(_ headers: HTTPFields, makeID: () -> UUIDv7) {
        if let given = headers[.requestID], (1...Self.maximumLength).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            id = given
        } else {
            id = makeID().description
        }
        let state = headers[values: .tracestate].joined(separator: ",")
        let parent = headers[.traceparent].flatMap {
            TraceContext(traceparent: $0, tracestate: state.isEmpty ? nil : state)
        }
        trace = parent?.child() ?? .root()
    }
}
