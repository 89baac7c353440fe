package import Access
package import HTTPTypes

/// One operation of the API: all that the router, the checks and the documentation's test need to know of it.
package struct Route: Sendable {
    package enum Protection: Sendable, Equatable {
        /// Needs no key.
        case open
        /// Needs a key with this scope.
        case scope(Scope)
    }

    typealias Handler = @Sendable (Call) async throws -> Answer

    package let method: HTTPRequest.Method
    package let template: PathTemplate
    package let protection: Protection
    package let errorStyle: ErrorStyle
    /// The origins of pages in browsers that may call it; empty for none.
    package let origins: Set<String>
    let handler: Handler

    init(
        _ method: HTTPRequest.Method,
        _ template: String,
        _ protection: Protection,
        errorStyle: ErrorStyle = .problem,
        origins: Set<String> = [],
        handler: @escaping Handler
    ) {
        self.method = method
        self.template = PathTemplate(template)
        self.protection = protection
        self.errorStyle = errorStyle
        self.origins = origins
        self.handler = handler
    }
}
