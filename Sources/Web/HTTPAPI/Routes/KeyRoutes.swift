import Access
import HTTPTypes
import OMSKernel

/// `/keys`: who may call, and what.
struct KeyRoutes: Sendable {
    private static let list = "keys"

    private let keys: ManageAPIKeys
    private let authenticator: Authenticator
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, authenticator: Authenticator, cursors: CursorCodec) {
        keys = ManageAPIKeys(store: dependencies.keys, ids: dependencies.ids, clock: dependencies.clock)
        self.authenticator = authenticator
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.post, "/keys", .scope(.admin), handler: create),
            Route(.get, "/keys", .scope(.admin), handler: list),
            Route(.delete, "/keys/{keyId}", .scope(.admin), handler: revoke),
        ]
    }

    /// The only answer that ever shows a secret.
    private func create(_ call: Call) async throws -> Answer {
        let (key, secret) = try await keys.create(ManageAPIKeys.Request(try await call.json()))
        var writer = JSONWriter()
        writer.apiKey(key, secret: secret)
        var answer = Answer(.created, writer)
        answer.headers[.location] = "/keys/\(key.id)"
        return answer
    }

    private func list(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(in: query, APIKeyID.self, list: Self.list, problems: &problems)
        try problems.throwIfAny()
        let page = try await keys.keys(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: Self.list)) { $0.apiKey($1) }
    }

    private func revoke(_ call: Call) async throws -> Answer {
        let id = try call.id(APIKey.self, "keyId")
        let key = try await keys.revoke(id)
        authenticator.forget(id)
        var writer = JSONWriter()
        writer.apiKey(key)
        return Answer(.ok, writer)
    }
}
