package import GRPCCore
package import SwiftProtobuf

/// A call that failed: what the service says, or what became of the way to it.
package struct ServiceError: Error, Sendable, CustomStringConvertible {
    package let code: RPCError.Code
    package let message: String
    /// A message of `temporal.api.errordetails.v1` or of `temporal.api.failure.v1` that tells more.
    package let detail: Google_Protobuf_Any?

    package init(_ code: RPCError.Code, _ message: String, detail: Google_Protobuf_Any? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
    }

    /// - Parameters:
    ///   - code: the gRPC status.
    ///   - message: what people read.
    ///   - detail: what programs read.
    /// - Throws: what SwiftProtobuf throws for a message that cannot be encoded.
    package init(_ code: RPCError.Code, _ message: String, detail: some Message) throws {
        // An optional on purpose: an `Any` is a message too, so without it this initializer calls itself for ever.
        self.init(code, message, detail: Optional(try Google_Protobuf_Any(message: detail)))
    }

    /// The detail, when it is of this type and can be read.
    package func detail<Detail: Message>(_ type: Detail.Type) -> Detail? {
        guard let detail, detail.isA(type) else { return nil }
        return try? Detail(unpackingAny: detail)
    }

    package var description: String { "\(code): \(message)" }
}
