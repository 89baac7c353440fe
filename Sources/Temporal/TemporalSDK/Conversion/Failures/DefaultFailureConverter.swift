package import TemporalAPI

/// Converts every kind of failure as the official SDKs do.
package struct DefaultFailureConverter: FailureConverter {
    /// The name of this SDK in the failures that it writes.
    package static let source = "SwiftSDK"
    /// What stands in the place of a message that was moved into the encoded attributes.
    package static let encodedMessage = "Encoded failure"
    /// How deep causes are followed, in both directions: a limit on what a stranger's message can make us do.
    package static let maximumDepth = 100

    /// Whether the message and stack trace are moved into a payload, where a codec can encrypt them.
    package let encodesCommonAttributes: Bool

    package init(encodesCommonAttributes: Bool = false) {
        self.encodesCommonAttributes = encodesCommonAttributes
    }

    package func convertError(_ error: any Error, payloadConverter: any PayloadConverter) -> APIFailure {
        FailureWriter(converter: payloadConverter, encodesCommonAttributes: encodesCommonAttributes)
            .failure(of: error, depth: 0)
    }

    package func convertFailure(_ failure: APIFailure, payloadConverter: any PayloadConverter) -> any Error {
        FailureReader(converter: payloadConverter).error(of: failure, depth: 0)
    }
}

/// What stands in the encoded attributes of a failure; the names are those of the official SDKs.
struct FailureAttributes: Codable {
    var message: String?
    var stackTrace: String?

    enum CodingKeys: String, CodingKey {
        case message
        case stackTrace = "stack_trace"
    }
}
