import Foundation

/// What a server said when it did not do what it was asked: `application/problem+json`, or anything else.
package struct APIProblem: Sendable, Equatable {
    package let status: Int
    package let title: String
    package let detail: String?
    /// What is wrong with each field, sorted by field; a sentence that starts with the field's name.
    package let errors: [String]
    package let instance: String?

    package init(status: Int, body: [UInt8]) {
        self.status = status
        let problem = try? JSONDecoder().decode(Body.self, from: Data(body))
        title = problem?.title ?? "The server answered \(status)"
        detail = problem?.detail
        // The field's name stands in the text already; another server's may lack it.
        errors = (problem?.errors ?? [:]).sorted { $0.key < $1.key }.map { field, text in
            text.hasPrefix(field) ? text : "\(field) \(text)"
        }
        instance = problem?.instance
    }

    package static func == (left: APIProblem, right: APIProblem) -> Bool {
        left.status == right.status && left.reasons == right.reasons
    }

    /// What is wrong, one sentence each, without their ends.
    package var reasons: [String] {
        errors.isEmpty ? [detail ?? title] : errors
    }

    /// The failure of the command that asked.
    package var failure: CommandFailure {
        let head = detail ?? title
        let rest = errors.filter { $0 != head }.map { "  " + $0 }
        return CommandFailure(([head] + rest).joined(separator: "\n"), exit: exit)
    }

    private var exit: ExitStatus {
        switch status {
        case 401, 403: .denied
        case 404, 410: .notFound
        case 409, 412, 422: .conflict
        case 429, 502, 503, 504: .unavailable
        case 400, 405, 413, 415: .invalid
        default: .failed
        }
    }

    private struct Body: Decodable {
        let title: String?
        let detail: String?
        let errors: [String: String]?
        let instance: String?
    }
}
