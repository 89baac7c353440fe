import HTTPTypes

/// What went wrong, as a caller is told: RFC 9457, with the storefront's members beside.
struct Problem: Error, Sendable {
    /// The closed set of what can go wrong.
    enum Kind: Sendable {
        case badRequest
        case validation
        case unauthenticated
        case forbidden
        case notFound
        case methodNotAllowed
        case requestTimeout
        case conflict
        case gone
        case preconditionFailed
        case contentTooLarge
        case unsupportedMediaType
        case unprocessable
        case rateLimited
        case headersTooLarge
        case internalError
        case unavailable
    }

    let kind: Kind
    /// A sentence for the caller, without internals.
    let message: String
    /// Field → problem, fields named as the client wrote them; the field's name is put before the problem.
    var fields: [String: String] = [:]
    var headers = HTTPFields()
    /// Whether the connection can serve no other request.
    var closesConnection = false

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A validation problem of one field.
    init(field: String, _ problem: String) {
        self.init(.validation, "Validation failed")
        fields = [field: problem]
    }

    var status: HTTPResponse.Status {
        switch kind {
        case .badRequest, .validation: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .conflict: .conflict
        case .gone: .gone
        case .preconditionFailed: .preconditionFailed
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unprocessable: .unprocessableContent
        case .rateLimited: .tooManyRequests
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .internalError: .internalServerError
        case .unavailable: .serviceUnavailable
        }
    }
}
