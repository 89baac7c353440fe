import HTTPTypes

/// What a browser needs to let a page of another origin call a route (the Fetch standard's CORS protocol).
enum CrossOrigin {
    /// How long a browser may remember the answer to its question, in seconds.
    private static let maximumAge = 600

    /// Lets the page that asks read an answer, if the route has its origin on the list.
    static func allow(_ route: Route, for request: HTTPRequest, on headers: inout HTTPFields) {
        guard !route.origins.isEmpty else { return }
        headers.append(HTTPField(name: .vary, value: "Origin"))
        guard let origin = request.headerFields[.origin], route.origins.contains(origin) else { return }
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowCredentials] = "true"
    }

    /// The answer to a browser that asks before it calls: 204, with the headers that a Temporal UI sends.
    static func preflight(_ route: Route, for request: HTTPRequest) -> Answer {
        var answer = Answer.nothing
        guard let origin = request.headerFields[.origin], route.origins.contains(origin) else { return answer }
        answer.headers[.accessControlAllowMethods] = route.method.rawValue
        answer.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, X-API-Key, X-Namespace"
        answer.headers[.accessControlMaxAge] = "\(maximumAge)"
        return answer
    }
}
