import HTTPTypes
import HummingbirdCore
import NIOCore
import OMSKernel

/// What a handler answers, before the headers that every answer has are put on.
package struct Answer: Sendable {
    /// What a body is.
    package enum ContentType: String, Sendable {
        case json = "application/json"
        case problem = "application/problem+json"
        case prometheus = "text/plain; version=0.0.4; charset=utf-8"
        case eventStream = "text/event-stream"
        case svg = "image/svg+xml"
        case text = "text/plain; charset=utf-8"
    }

    var status: HTTPResponse.Status
    var headers = HTTPFields()
    var body: ResponseBody
    /// The order that the answer is about, for the log.
    var orderID: String?

    init(_ status: HTTPResponse.Status, body: ResponseBody, contentType: ContentType) {
        self.status = status
        self.body = body
        headers[.contentType] = contentType.rawValue
    }

    init(_ status: HTTPResponse.Status, bytes: [UInt8], contentType: ContentType = .json) {
        self.init(status, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)), contentType: contentType)
    }

    init(_ status: HTTPResponse.Status, _ writer: JSONWriter, contentType: ContentType = .json) {
        self.init(status, bytes: writer.bytes, contentType: contentType)
    }

    /// One JSON object.
    static func json(
        _ status: HTTPResponse.Status = .ok,
        capacity: Int = 512,
        _ body: (inout JSONWriter) -> Void
    ) -> Answer {
        var writer = JSONWriter(capacity: capacity)
        writer.object(body)
        return Answer(status, writer)
    }

    /// 204.
    static var nothing: Answer {
        var answer = Answer(.noContent, body: ResponseBody(), contentType: .json)
        answer.headers[.contentType] = nil
        return answer
    }

    /// `{"data":[…],"nextCursor":…}`.
    static func list<Element>(
        _ elements: [Element],
        nextCursor: String?,
        _ write: (inout JSONWriter, Element) -> Void
    ) -> Answer {
        json(capacity: 64 + elements.count * 512) { writer in
            writer.member("data", array: elements, write)
            writer.member("nextCursor", nextCursor)
        }
    }

    func entityTag(_ version: Int64) -> Answer {
        var answer = self
        answer.headers[.eTag] = "\"\(version)\""
        return answer
    }

    func about(_ order: String) -> Answer {
        var answer = self
        answer.orderID = order
        return answer
    }
}
