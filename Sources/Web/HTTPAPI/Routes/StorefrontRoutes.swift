import Access
import HTTPTypes
import OMSKernel
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
        let result: PlaceOrder.Result
        do {
            result = try await place(call, path: "/storefront/orders")
        } catch let error as ValidationError {
            throw error.namingProducts
        }
        var answer = Answer.storefrontOrder(result.order, status: result.isReplay ? .ok : .created)
        answer.noteCreation(of: result, at: "/storefront/orders")
        return answer
    }

    private func show(_ call: Call) async throws -> Answer {
        .storefrontOrder(try await find.order(call.id(OrderSubject.self, "orderId")))
    }
}

extension ValidationError {
    /// The errors with the storefront's own name for what an item lacks.
    fileprivate var namingProducts: ValidationError {
        var error = ValidationError()
        for (field, problem) in fields {
            let lacksProduct = field.hasSuffix("].sku") && problem == "is required"
            error.add(lacksProduct ? field.dropLast("sku".count) + "productId" : field, problem)
        }
        return error
    }
}
