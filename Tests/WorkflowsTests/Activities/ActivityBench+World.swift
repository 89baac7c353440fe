import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import Shipping
import TestSupport
import Testing
import Warehouse

extension ActivityBench {
    /// An order of two lines, of 3 and 1 pieces of SKUs of its own.
    func order(_ name: String, isPickUp: Bool = false) async throws -> OrderID {
        var address = ShippingAddressDraft(name: "Ada L", line1: "1 St", city: "Oslo", country: "NO")
        address.postalCode = "0150"
        let draft = OrderDraft(
            requestID: "key-\(name)",
            priority: 4,
            shipTo: isPickUp ? nil : address,
            items: [OrderItemDraft(sku: "A-\(name)", quantity: 3), OrderItemDraft(sku: "B-\(name)", quantity: 1)]
        )
        let context = CommandContext(actor: "test", traceparent: nil, now: clock.now())
        let placing = PlaceOrder(store: orders, ids: ids)
        return try await placing(draft, method: "POST", path: "/orders", context: context).order.id
    }

    func change(_ id: OrderID, _ command: OrderCommand) async throws {
        let context = CommandContext(actor: "test", traceparent: nil, now: clock.now())
        _ = try await ChangeOrder(store: orders, ids: ids)(command, on: id, expectedVersion: nil, context: context)
    }

    /// Puts 10 pieces of each of an order's SKUs on the shelf.
    func stock(_ name: String, pieces: Int64 = 10) async throws {
        let managing = ManageStock(store: inventory, ids: ids, clock: clock)
        for sku in ["A-\(name)", "B-\(name)"] {
            let adjustment = try StockAdjustment(
                sku: SKU(sku),
                delta: pieces,
                reason: "receipt",
                key: "stock-\(sku)"
            )
            _ = try await managing.adjust(adjustment, actor: "test")
        }
    }

    /// Everything that the systems of record hold of an order and its SKUs, without ids and times.
    func picture(_ name: String, _ id: OrderID) async throws -> [String] {
        var lines: [String] = []
        let page = try #require(PageLimit(100))
        for code in ["A-\(name)", "B-\(name)"] {
            let sku = try SKU(code)
            if let level = try await inventory.level(of: sku) {
                lines.append("\(code.prefix(1)): \(level.onHand) on hand, \(level.reserved) held")
            }
            let movements = try await inventory.movements(of: sku, after: nil, limit: page).elements
            lines += movements.filter { $0.orderID != nil }.reversed().map {
                "\(code.prefix(1)): \($0.kind.rawValue) \($0.onHandDelta) \($0.reservedDelta)"
            }
        }
        if let allocation = try await inventory.allocation(of: id) {
            lines.append("stock \(allocation.state.rawValue)")
        }
        if let details = try await warehouse.wave(of: id) {
            lines.append("wave \(details.wave.status.rawValue)")
            lines += details.tasks.map { "task \($0.lineNumber) \($0.status.rawValue) \($0.quantity)" }
        }
        lines += try await shipments.shipments(of: id).map { shipment in
            let label = shipment.label == nil ? "no label" : "a label"
            return "shipment \(shipment.attempt) \(shipment.status.rawValue) \(label)"
        }
        let order = try await orders.order(id)
        lines.append("order \(order?.status.rawValue ?? "deleted") \(order?.version ?? 0)")
        return lines
    }
}
