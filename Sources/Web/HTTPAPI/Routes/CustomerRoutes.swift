import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Orders

/// `/customers`.
struct CustomerRoutes: Sendable {
    private static let list = "customers"

    private let customers: ManageCustomers
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        customers = ManageCustomers(
            store: dependencies.customers,
            ids: dependencies.ids,
            clock: dependencies.clock
        )
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.post, "/customers", .scope(.ordersWrite), handler: create),
            Route(.get, "/customers", .scope(.ordersRead), handler: list),
            Route(.get, "/customers/{customerId}", .scope(.ordersRead), handler: show),
            Route(.patch, "/customers/{customerId}", .scope(.ordersWrite), handler: update),
        ]
    }

    private func create(_ call: Call) async throws -> Answer {
        let customer = try await customers.register(try await draft(call))
        var answer = Answer.customer(customer, status: .created)
        answer.headers[.location] = "/customers/\(customer.id)"
        return answer
    }

    private func list(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(in: query, CustomerID.self, list: Self.list, problems: &problems)
        try problems.throwIfAny()
        let page = try await customers.customers(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: Self.list)) { $0.customer($1) }
    }

    private func show(_ call: Call) async throws -> Answer {
        .customer(try await customers.customer(try id(call)))
    }

    private func update(_ call: Call) async throws -> Answer {
        let id = try id(call)
        let condition = try EntityTagCondition(call.request.headers)
        let draft = try await draft(call)
        let expected = try await condition.expectedVersion { try await customers.customer(id).version }
        return .customer(try await customers.update(id, with: draft, expectedVersion: expected))
    }

    private func id(_ call: Call) throws -> CustomerID {
        guard let id = CustomerID(call.parameters.value("customerId")) else { throw Problem.noSuchResource }
        return id
    }

    private func draft(_ call: Call) async throws -> CustomerDraft {
        var problems = ValidationError()
        let draft = CustomerDraft(try await call.json(), &problems)
        try problems.throwIfAny()
        return draft
    }
}
