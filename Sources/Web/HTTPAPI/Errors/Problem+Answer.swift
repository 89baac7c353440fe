import HTTPTypes
import OMSKernel

/// How a route writes its problems.
package enum ErrorStyle: Sendable {
    /// `application/problem+json` for all of them.
    case problem
    /// 400 exactly as the storefront's contract has it, `application/json` of `status`, `message`, `errors` and
    /// `timestamp`; the rest as problems.
    case storefront
}

extension Problem {
    /// Writes the problem.
    /// - Parameters:
    ///   - style: how the route writes problems.
    ///   - path: the request's path, which becomes `instance`.
    ///   - now: the time of the answer.
    /// - Returns: the problem as an answer.
    func answer(style: ErrorStyle, path: String, now: Timestamp) -> Answer {
        var answer = Answer(
            status,
            bytes: body(style: style, path: path, now: now),
            contentType: isStorefront(style) ? .json : .problem
        )
        answer.headers.append(contentsOf: headers)
        return answer
    }

    /// The problem as JSON.
    func body(style: ErrorStyle, path: String, now: Timestamp) -> [UInt8] {
        let isStorefront = isStorefront(style)
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            if !isStorefront {
                writer.member("type", "about:blank")
                writer.member("title", status.reasonPhrase)
            }
            writer.member("status", status.code)
            if !isStorefront {
                writer.member("detail", detail)
                writer.member("instance", Self.reference(path))
            }
            writer.member("message", message)
            writer.key("errors")
            writer.object { writer in
                for (field, problem) in sortedFields { writer.member(field, "\(field) \(problem)") }
            }
            writer.member("timestamp", now.description)
        }
        return writer.bytes
    }

    private func isStorefront(_ style: ErrorStyle) -> Bool {
        style == .storefront && status == .badRequest
    }

    /// The message, or the first field's problem when there is one.
    private var detail: String {
        guard let (field, problem) = sortedFields.first else { return message }
        return "\(field) \(problem)"
    }

    private var sortedFields: [(key: String, value: String)] {
        fields.sorted { $0.key < $1.key }
    }

    /// The path as a URI reference: what may not stand in one is escaped, and it is cut at 1,024 bytes.
    private static func reference(_ path: String) -> String {
        var text = ""
        for byte in path.utf8.prefix(1_024) {
            if allowed.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }

    private static let allowed = Set(
        "/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%".utf8
    )
}
