package import OMSKernel

/// A piece of a kit: so many of a SKU, which may be a kit itself.
package struct Component: Sendable, Equatable {
    /// How many of one component a kit may have.
    package static let quantityRange: ClosedRange<Int64> = 1...1_000_000

    package let sku: SKU
    package let quantity: Int64

    package init(sku: SKU, quantity: Int64) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// What kits are made of. A kit has no stock of its own: an order of it takes its components.
package enum BillOfMaterials {
    /// The most components of one kit.
    package static let maximumComponents = 100
    /// How deep kits may be nested.
    package static let maximumDepth = 10
    /// The most different SKUs that one order may come to.
    package static let maximumExplodedSKUs = 5_000

    /// Looks up the components of several SKUs at once; those without any are plain and absent from the answer.
    package typealias Lookup = ([SKU]) throws -> [SKU: [Component]]

    /// Breaks quantities of SKUs down to plain SKUs.
    ///
    /// - Parameters:
    ///   - quantities: how many of which SKU.
    ///   - lookup: finds components; called once a level.
    /// - Returns: how many of which plain SKU.
    /// - Throws: ``InventoryError/kitTooDeep(_:)`` (which a cycle is too), ``InventoryError/tooManyComponents`` or
    ///   ``InventoryError/quantityTooLarge(_:)``; what `lookup` throws.
    package static func explode(_ quantities: [SKU: Int64], lookup: Lookup) throws -> [SKU: Int64] {
        var plain: [SKU: Int64] = [:]
        var level = quantities
        for depth in 0...maximumDepth {
            guard !level.isEmpty else { return plain }
            let components = try lookup(level.keys.sorted { $0.code < $1.code })
            var next: [SKU: Int64] = [:]
            for (sku, quantity) in level {
                guard let parts = components[sku], !parts.isEmpty else {
                    try add(quantity, of: sku, to: &plain)
                    continue
                }
                guard depth < maximumDepth else { throw InventoryError.kitTooDeep(sku) }
                for part in parts {
                    let (product, overflows) = part.quantity.multipliedReportingOverflow(by: quantity)
                    guard !overflows else { throw InventoryError.quantityTooLarge(part.sku) }
                    try add(product, of: part.sku, to: &next)
                }
            }
            guard plain.count + next.count <= maximumExplodedSKUs else { throw InventoryError.tooManyComponents }
            level = next
        }
        return plain
    }

    private static func add(_ quantity: Int64, of sku: SKU, to sums: inout [SKU: Int64]) throws {
        let (sum, overflows) = sums[sku, default: 0].addingReportingOverflow(quantity)
        guard !overflows, sum <= StockLevel.maximumQuantity else { throw InventoryError.quantityTooLarge(sku) }
        sums[sku] = sum
    }

    /// Refuses components that would make a kit part of itself, or nest too deep.
    ///
    /// - Parameters:
    ///   - kit: the kit.
    ///   - components: what it is to be made of.
    ///   - lookup: finds the components of other kits.
    ///   - parents: finds the kits that hold any of several SKUs.
    /// - Throws: ``InventoryError/kitContainsItself(_:)`` or ``InventoryError/kitTooDeep(_:)``.
    package static func check(
        _ kit: SKU,
        madeOf components: [Component],
        lookup: Lookup,
        parents: ([SKU]) throws -> [SKU]
    ) throws {
        let below = try levels(from: components.map(\.sku), avoiding: kit) { skus in
            let components = try lookup(skus)
            return skus.flatMap { (components[$0] ?? []).map(\.sku) }
        }
        let above = try levels(from: try parents([kit]), avoiding: kit, parents)
        guard below + above <= maximumDepth else { throw InventoryError.kitTooDeep(kit) }
    }

    /// How many levels there are to walk, a SKU that is met on several levels counting on the deepest.
    private static func levels(
        from start: [SKU],
        avoiding kit: SKU,
        _ step: ([SKU]) throws -> [SKU]
    ) throws -> Int {
        var level = Set(start)
        var count = 0
        while !level.isEmpty {
            if level.contains(kit) { throw InventoryError.kitContainsItself(kit) }
            guard level.count <= maximumExplodedSKUs else { throw InventoryError.tooManyComponents }
            count += 1
            guard count <= maximumDepth else { throw InventoryError.kitTooDeep(kit) }
            level = Set(try step(level.sorted { $0.code < $1.code }))
        }
        return count
    }
}
