import HTTPTypes
import HummingbirdTesting
import NIOCore

/// What the API answered.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        text = String(decoding: response.body.readableBytesView, as: UTF8.self)
    }

    var json: JSONNode {
        get throws { try JSONNode(text: text) }
    }

    /// The text of a field in `errors`.
    func error(_ field: String) throws -> String? {
        try json["errors"][field].text
    }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}
