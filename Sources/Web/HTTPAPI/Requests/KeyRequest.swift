import Access
import OMSKernel

extension ManageAPIKeys.Request {
    /// The body of a key's creation.
    /// - Throws: ``ValidationError`` for members of the wrong type; the rest is checked when the key is made.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        let name = fields.text("name", &problems)
        if name == nil { problems.add("name", "is required") }
        let scopes = fields.texts("scopes", &problems) ?? []
        if scopes.count > Scope.allCases.count { problems.add("scopes", "must name each scope once") }
        var expiresAt: Timestamp?
        if let text = fields.text("expiresAt", &problems) {
            expiresAt = Timestamp(rfc3339: text)
            if expiresAt == nil {
                problems.add("expiresAt", "must be a moment such as 2026-11-20T10:00:00Z, or a date")
            }
        }
        let limit = fields.object("rateLimit", &problems)
        let requests = limit?.integer("requests", &problems)
        let windowSeconds = limit?.integer("windowSeconds", &problems)
        if limit != nil, requests == nil { problems.add("rateLimit.requests", "is required") }
        try problems.throwIfAny()
        self.init(
            name: name ?? "",
            scopes: scopes,
            expiresAt: expiresAt,
            requests: requests,
            windowSeconds: windowSeconds
        )
    }
}
