/// What a key may do.
package enum Scope: String, Sendable, CaseIterable, Hashable {
    case ordersRead = "orders:read"
    case ordersWrite = "orders:write"
    case inventoryRead = "inventory:read"
    case inventoryWrite = "inventory:write"
    case warehouseRead = "warehouse:read"
    case warehouseWrite = "warehouse:write"
    case shippingRead = "shipping:read"
    case shippingWrite = "shipping:write"
    case workflowsRead = "workflows:read"
    case workflowsWrite = "workflows:write"
    /// Health details, dead letters, the doctor.
    case operations = "ops"
    /// What workflows carry, in the clear: the codec server.
    case payloads
    /// Keys. An admin key has every other scope too.
    case admin = "admin"
}

extension Set<Scope> {
    package func allows(_ scope: Scope) -> Bool { contains(scope) || contains(.admin) }
}
