import HTTPAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// Decodes a JSON body as the API does, and sends the same bytes back: the least that a handler can do.
struct EchoResponder: HTTPResponder {
    typealias Context = APIRequestContext

    private static let maximumBodyBytes = 1_048_576

    func respond(to request: Request, context: APIRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        let isObject = try body.withUnsafeReadableBytes { bytes in
            if case .object = try JSONParser.parse(utf8: bytes.bindMemory(to: UInt8.self)) { true } else { false }
        }
        return Response(
            status: isObject ? .created : .badRequest,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
