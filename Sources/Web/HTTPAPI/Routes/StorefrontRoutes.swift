import Access
import HTTPTypes
import Orders

/// `/storefront/orders`: the contract of web shops, with its own shapes and words for a status.
struct StorefrontRoutes: Sendable {
    private let place: PlaceOrder
    private let find: FindOrders

    init(_ dependencies: APIDependencies) {
        place = PlaceOrder(store: dependencies.orders, ids: dependencies.ids)
        find = FindOrders(store: dependencies.orders)
    }

    var routes: [Route] {
        [
            Route(.post, "/storefront/orders", .scope(.ordersWrite), errorStyle: .storefront, handler: create),
            Route(.get, "/storefront/orders/{orderId}", .scope(.ordersRead), errorStyle: .storefront, handler: show),
        ]
    }

    private func create(_ call: Call) async throws -> Answer {
        let result = try await place(call, path: "/storefront/orders")
        var answer = Answer.storefrontOrder(result.order, status: result.isReplay ? .ok : .created)
        answer.noteCreation(of: result, at: "/storefront/orders")
        return answer
    }

    private func show(_ call: Call) async throws -> Answer {
        .storefrontOrder(try await find.order(call.id(Order.self, "orderId")))
    }
}
