package import OMSKernel

/// What is to be picked for an order, checked.
package struct PickRequest: Sendable, Equatable {
    package static let maximumLines = 1_000
    package static let quantityRange: ClosedRange<Int64> = 1...1_000_000
    package static let priorityRange = 0...9

    package struct Line: Sendable, Equatable {
        package let sku: SKU
        package let quantity: Int64

        package init(sku: SKU, quantity: Int64) {
            self.sku = sku
            self.quantity = quantity
        }
    }

    package let orderID: OrderID
    package let priority: Int
    /// In the order's order; a SKU may come more than once.
    package let lines: [Line]

    /// - Parameters:
    ///   - orderID: the order.
    ///   - priority: 0 to 9, higher first.
    ///   - lines: 1 to 1,000 lines of 1 to 1,000,000 pieces.
    /// - Throws: ``ValidationError`` naming `priority`, `lines` and `lines[0].quantity`.
    package init(orderID: OrderID, priority: Int, lines: [Line]) throws(ValidationError) {
        var problems = ValidationError()
        if !Self.priorityRange.contains(priority) {
            problems.add("priority", "must be \(Self.priorityRange.lowerBound) to \(Self.priorityRange.upperBound)")
        }
        if !(1...Self.maximumLines).contains(lines.count) {
            problems.add("lines", "must have 1 to \(Self.maximumLines) elements")
        }
        for (index, line) in lines.prefix(Self.maximumLines).enumerated()
        where !Self.quantityRange.contains(line.quantity) {
            let range = Self.quantityRange
            problems.add("lines[\(index)].quantity", "must be \(range.lowerBound) to \(range.upperBound)")
        }
        try problems.throwIfAny()
        self.orderID = orderID
        self.priority = priority
        self.lines = lines
    }
}
