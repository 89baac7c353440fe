import Access
import HTTPTypes
import HummingbirdCore
import Inventory
import OMSKernel

/// `/inventory`: stock, its ledger, when to reorder, and what kits are made of.
struct InventoryRoutes: Sendable {
    private static let list = "inventory"

    private let stock: ManageStock
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        stock = ManageStock(store: dependencies.inventory, ids: dependencies.ids, clock: dependencies.clock)
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.get, "/inventory", .scope(.inventoryRead), handler: list),
            Route(.get, "/inventory/{sku}", .scope(.inventoryRead), handler: show),
            Route(.put, "/inventory/{sku}", .scope(.inventoryWrite), handler: setReordering),
            Route(.post, "/inventory/{sku}/adjustments", .scope(.inventoryWrite), handler: adjust),
            Route(.get, "/inventory/{sku}/components", .scope(.inventoryRead), handler: showComponents),
            Route(.put, "/inventory/{sku}/components", .scope(.inventoryWrite), handler: setComponents),
            Route(.get, "/inventory/{sku}/movements", .scope(.inventoryRead), handler: movements),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(in: query, SKU.self, list: Self.list, problems: &problems)
        try problems.throwIfAny()
        let page = try await stock.levels(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: Self.list)) { $0.stockLevel($1) }
    }

    private func show(_ call: Call) async throws -> Answer {
        .stockLevel(try await stock.level(of: call.knownSKU()))
    }

    private func setReordering(_ call: Call) async throws -> Answer {
        let sku = try call.newSKU()
        let condition = try EntityTagCondition(call.request.headers)
        let policy = try ReorderPolicy(try await call.json())
        let level = try await stock.setReordering(
            of: sku,
            to: policy,
            expectedVersion: try await expectedVersion(condition, of: sku),
            actor: call.actor
        )
        return .stockLevel(level)
    }

    /// Version 0 is a SKU without a level, or a kit's: what can match no version must not be 0 here.
    private func expectedVersion(_ condition: EntityTagCondition, of sku: SKU) async throws -> Int64? {
        guard case .versions(let versions) = condition else { return nil }
        if versions.count == 1 { return versions[0] }
        do {
            let current = try await stock.level(of: sku).version
            return versions.contains(current) ? current : -1
        } catch InventoryError.unknownSKU {
            return -1
        }
    }

    private func adjust(_ call: Call) async throws -> Answer {
        let sku = try call.newSKU()
        let adjustment = try StockAdjustment(of: sku, try await call.json(), call.request.headers)
        let outcome = try await stock.adjust(adjustment, actor: call.actor)
        // The entry of the ledger, which never changes: a repeated request answers what the first one did.
        var answer = Answer.stockMovement(outcome.movement, status: outcome.isReplay ? .ok : .created)
        if outcome.isReplay { answer.headers[.idempotentReplayed] = "true" }
        return answer
    }

    private func showComponents(_ call: Call) async throws -> Answer {
        let sku = try call.knownSKU()
        _ = try await stock.level(of: sku)
        return .components(try await stock.components(of: sku), of: sku)
    }

    private func setComponents(_ call: Call) async throws -> Answer {
        let sku = try call.newSKU()
        let components = try [Component](try await call.json())
        try await stock.setComponents(of: sku, to: components, actor: call.actor)
        return .components(components, of: sku)
    }

    private func movements(_ call: Call) async throws -> Answer {
        let sku = try call.knownSKU()
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let list = "stock-movements-\(sku.code)"
        let after = cursors.position(in: query, StockMovementID.self, list: list, problems: &problems)
        try problems.throwIfAny()
        _ = try await stock.level(of: sku)
        let page = try await stock.movements(of: sku, after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: list)) { $0.stockMovement($1) }
    }
}

extension Call {
    /// The SKU in the path of something that is read.
    /// - Throws: 404 when the text is no SKU: nothing can have it.
    fileprivate func knownSKU() throws -> SKU {
        guard let sku = try? SKU(parameters.value("sku")) else { throw Problem.noSuchResource }
        return sku
    }

    /// The SKU in the path of what makes it known.
    /// - Throws: 400 naming `sku`.
    fileprivate func newSKU() throws -> SKU {
        do throws(TextError) {
            return try SKU(parameters.value("sku"))
        } catch {
            throw Problem(field: "sku", error.description)
        }
    }
}
