import OMSKernel

/// A message in the words of CloudEvents 1.0, as every transport sends it.
///
/// Attribute names: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md, with the extensions
/// `traceparent` (distributed tracing) and `sequence` with `sequencetype` (the order's own count), and
/// `schemaversion` for the version of the data.
package struct CloudEvent: Sendable, Equatable {
    package static let specVersion = "1.0"
    package static let dataContentType = "application/json"

    /// The same at every delivery; consumers drop repeats by it.
    package let id: String
    /// A URI reference that names the deployment.
    package let source: String
    package let type: String
    /// The order's id.
    package let subject: String
    /// RFC 3339.
    package let time: String
    package let sequence: Int64
    package let schemaVersion: Int
    package let traceparent: String?
    /// A JSON object.
    package let data: String

    /// - Parameters:
    ///   - message: what to send.
    ///   - source: a URI reference that names the deployment, such as `/oms`.
    package init(_ message: OutboxMessage, source: String) {
        id = message.messageID
        self.source = source
        type = message.type
        subject = message.orderingKey
        time = message.createdAt.description
        sequence = message.sequence
        schemaVersion = message.schemaVersion
        traceparent = message.traceparent
        data = message.payload
    }
}

extension CloudEvent {
    /// The event in CloudEvents' JSON format, on one line.
    package var json: String {
        JSONWriter.object { event in
            event.member("specversion", Self.specVersion)
            event.member("id", id)
            event.member("source", source)
            event.member("type", type)
            event.member("subject", subject)
            event.member("time", time)
            event.member("datacontenttype", Self.dataContentType)
            event.member("sequence", String(sequence))
            event.member("sequencetype", "Integer")
            event.member("schemaversion", schemaVersion)
            if let traceparent { event.member("traceparent", traceparent) }
            event.member("data", raw: Self.onOneLine(data))
        }
    }

    /// A line break in JSON text can only be space between tokens: within strings it is escaped.
    private static func onOneLine(_ json: String) -> String {
        guard json.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else { return json }
        return String(decoding: json.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
    }
}
