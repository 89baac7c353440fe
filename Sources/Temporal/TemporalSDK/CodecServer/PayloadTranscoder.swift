package import Foundation
import SwiftProtobuf
import TemporalAPI

/// Puts a codec on the payloads of a JSON body, or takes it off: what Temporal's protocol of remote codecs asks for,
/// apart from HTTP.
package struct PayloadTranscoder: Sendable {
    package enum Action: String, Sendable {
        case encode
        case decode
    }

    /// What is wrong with a body. The text may be shown to the one who sent it.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    private let codec: any PayloadCodec

    package init(_ codec: any PayloadCodec) {
        self.codec = codec
    }

    /// Applies the codec.
    /// - Parameters:
    ///   - action: which way.
    ///   - body: `temporal.api.common.v1.Payloads` as protobuf writes it in JSON.
    /// - Returns: the same, with other payloads.
    /// - Throws: ``Refusal`` when the body is no such thing, or a payload was encrypted with a key that is not known.
    package func apply(_ action: Action, to body: Data) async throws -> Data {
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        guard let input = try? APIPayloads(jsonUTF8Data: body, options: options) else {
            throw Refusal(description: "the body is no list of payloads")
        }
        var output = APIPayloads()
        do {
            output.payloads =
                action == .encode ? try await codec.encode(input.payloads) : try await codec.decode(input.payloads)
        } catch let error as CodecError {
            throw Refusal(description: error.description)
        }
        return try output.jsonUTF8Data()
    }
}
