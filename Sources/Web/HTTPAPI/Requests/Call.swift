import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Orders
import Telemetry

/// One request on its way through a handler: what was asked, by whom, as part of which trace.
struct Call: Sendable {
    let request: Request
    let parameters: PathParameters
    /// Nil on an open route.
    let caller: Caller?
    let requestID: String
    let trace: TraceContext
    let receivedAt: Timestamp
    let connection: ClientConnection
    let limits: APILimits
    /// Notes that the body was read; nil when nobody asks.
    let bodyUse: BodyUse?

    var query: Query { Query(request.uri.query) }

    /// Who commands, as events record it.
    var actor: String { caller?.actor ?? "anonymous" }

    /// Who commands, when, and as part of which trace.
    var commandContext: CommandContext {
        CommandContext(actor: actor, traceparent: trace.traceparent, now: receivedAt)
    }

    /// The id in a place of the path.
    /// - Throws: 404 when the text is no id: nothing can have it.
    func id<Subject>(_: Subject.Type, _ name: String) throws -> Identifier<Subject> {
        guard let id = Identifier<Subject>(parameters.value(name)) else { throw Problem.noSuchResource }
        return id
    }

    /// A header that may be given once.
    /// - Throws: 400 naming the header when it is repeated.
    func header(_ name: HTTPField.Name) throws -> String? {
        let values = request.headers[values: name]
        guard values.count <= 1 else { throw Problem(field: name.rawName, "must be given once") }
        return values.first
    }
}
