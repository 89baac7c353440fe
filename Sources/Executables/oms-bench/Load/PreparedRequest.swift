import NIOCore

/// One request as it goes over the wire.
struct PreparedRequest {
    /// Which of a plan's requests this is.
    let number: Int
    let bytes: ByteBuffer
}

/// Hands out the requests of a run, one after the other.
protocol RequestPlan: Sendable {
    /// The next request; nil when there are no more.
    mutating func next() -> PreparedRequest?
}
