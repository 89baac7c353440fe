package import SwiftProtobuf

extension Duration {
    /// The same length in nanoseconds, saturating nowhere near what a workflow can wait for.
    package init(_ duration: Google_Protobuf_Duration) {
        self = .seconds(duration.seconds) + .nanoseconds(Int64(duration.nanos))
    }
}

extension Google_Protobuf_Duration {
    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
    }
}
