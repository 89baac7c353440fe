import Access
import HTTPTypes
import Inventory
import OMSKernel

/// `/purchasing/supplier`: how the sandbox supplier behaves.
struct SupplierRoutes: Sendable {
    private let supplier: any SandboxSupplierStore

    init(_ dependencies: APIDependencies) {
        supplier = dependencies.supplier
    }

    var routes: [Route] {
        [
            Route(.get, "/purchasing/supplier", .scope(.inventoryRead), handler: show),
            Route(.put, "/purchasing/supplier", .scope(.inventoryWrite), handler: set),
        ]
    }

    private func show(_ call: Call) async throws -> Answer {
        .supplier(try await supplier.settings())
    }

    private func set(_ call: Call) async throws -> Answer {
        let settings = try SandboxSupplierSettings(try await call.json())
        try await supplier.set(settings)
        return .supplier(settings)
    }
}
