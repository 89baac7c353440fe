import HTTPTypes
import HummingbirdCore
import NIOHTTP1
import OMSKernel
import Orders

extension Problem {
    /// The one place where an error becomes a status. Nil for an error that callers must learn nothing of.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem:
            self = problem
        case let error as ValidationError:
            self.init(.validation, error.message)
            fields = error.fields
        case let error as JSONSyntaxError:
            self.init(.validation, "Malformed JSON")
            fields = ["body": "is not valid JSON: \(error.problem) (line \(error.line), column \(error.column))"]
        case is HTTPParserError:
            self.init(.badRequest, "The request is not valid HTTP")
            closesConnection = true
        case let error as any CategorizedError:
            self.init(category: error.category, error.message)
            if case OrderError.keyInFlight = error { headers[.retryAfter] = "1" }
        default:
            return nil
        }
    }

    private init(category: ErrorCategory, _ message: String) {
        switch category {
        case .invalid: self.init(.validation, message)
        case .unprocessable: self.init(.unprocessable, message)
        case .notFound: self.init(.notFound, message)
        case .gone: self.init(.gone, message)
        case .conflict: self.init(.conflict, message)
        case .preconditionFailed: self.init(.preconditionFailed, message)
        case .unavailable(let delay): self = .unavailable(message, retryAfter: delay)
        }
    }

    /// What cannot be done now: 503 with `Retry-After` in whole seconds, at least one.
    static func unavailable(_ message: String, retryAfter delay: Duration) -> Problem {
        var problem = Problem(.unavailable, message)
        problem.headers[.retryAfter] = String(max(1, (delay.wholeMilliseconds + 999) / 1_000))
        return problem
    }

    /// A generic text and the request's id; the rest goes to the log.
    static func internalError(requestID: String) -> Problem {
        Problem(.internalError, "Something went wrong; the log has more under request id \(requestID)")
    }

    /// One text for every id that is none, wherever it stands in a path.
    static let noSuchResource = Problem(.notFound, "There is nothing with this id")
}
