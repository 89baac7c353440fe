package import OMSKernel

/// What an order is to be made of: a draft that passed every rule.
package struct NewOrder: Sendable, Equatable {
    package static let itemCountRange = 1...1_000
    package static let priorityRange: ClosedRange<Int64> = 0...9
    package static let maximumExternalOrderIDLength = 255

    package struct Item: Sendable, Equatable {
        package let sku: SKU
        package let quantity: Int64
        package let unitPrice: Money?
    }

    package let requestID: RequestKey?
    package let externalOrderID: String?
    package let channel: Channel
    package let priority: Int
    package let customerID: CustomerID?
    package let shipTo: ShippingAddress?
    package let items: [Item]
    package let total: Money?

    /// Applies every rule and gathers what is wrong, field by field.
    /// - Throws: ``ValidationError`` with up to ``ValidationError/maximumFields`` problems.
    package init(_ draft: OrderDraft) throws(ValidationError) {
        var problems = ValidationError()
        let requestID = Self.requestID(draft.requestID, &problems)
        let externalOrderID = draft.externalOrderID.flatMap { text in
            problems.check("externalOrderId") { () throws(TextError) in
                try Text.checked(text, maximumLength: Self.maximumExternalOrderIDLength)
            }
        }
        let channel = Self.channel(draft.channel, &problems)
        let priority = Self.priority(draft.priority, field: "priority", &problems) ?? 0
        let customerID = Self.customerID(draft.customerID, &problems)
        let shipTo = draft.shipTo.flatMap { ShippingAddress($0, field: "shipTo", problems: &problems) }
        let items = Self.items(draft.items, &problems)
        try problems.throwIfAny()
        self.requestID = requestID
        self.externalOrderID = externalOrderID
        self.channel = channel
        self.priority = priority
        self.customerID = customerID
        self.shipTo = shipTo
        self.items = items
        self.total = try Self.total(of: items)
    }

    // MARK: Rules

    private static func requestID(_ text: String?, _ problems: inout ValidationError) -> RequestKey? {
        guard let text else { return nil }
        guard let key = RequestKey(text) else {
            problems.add("requestId", "must be 1 to \(RequestKey.maximumLength) visible ASCII characters")
            return nil
        }
        return key
    }

    private static func channel(_ text: String?, _ problems: inout ValidationError) -> Channel {
        guard let text else { return .manual }
        guard let channel = Channel(rawValue: text) else {
            problems.add("channel", "must be one of \(Channel.allCases.map(\.rawValue).joined(separator: ", "))")
            return .manual
        }
        return channel
    }

    package static func priority(_ number: Int64?, field: String, _ problems: inout ValidationError) -> Int? {
        guard let number else { return nil }
        guard priorityRange.contains(number) else {
            problems.add(field, "must be \(priorityRange.lowerBound) to \(priorityRange.upperBound)")
            return nil
        }
        return Int(number)
    }

    private static func customerID(_ text: String?, _ problems: inout ValidationError) -> CustomerID? {
        guard let text else { return nil }
        guard let id = CustomerID(text) else {
            problems.add("customerId", CustomerID.rule)
            return nil
        }
        return id
    }

    private static func items(_ drafts: [OrderItemDraft]?, _ problems: inout ValidationError) -> [Item] {
        guard let drafts, !drafts.isEmpty else {
            problems.add("items", "must not be empty")
            return []
        }
        guard itemCountRange.contains(drafts.count) else {
            problems.add("items", "must have at most \(itemCountRange.upperBound) entries")
            return []
        }
        var items: [Item] = []
        items.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            if let item = item(draft, field: "items[\(index)]", &problems) { items.append(item) }
        }
        if let currency = items.lazy.compactMap(\.unitPrice?.currency).first {
            for (index, draft) in drafts.enumerated() {
                guard let code = draft.unitPrice?.currency, code != currency.code else { continue }
                problems.add(
                    "items[\(index)].unitPrice.currency",
                    "must be \(currency.code): all prices of an order share one currency"
                )
            }
        }
        return items
    }

    private static func item(_ draft: OrderItemDraft, field: String, _ problems: inout ValidationError) -> Item? {
        let skuField = draft.sku == nil && draft.productID != nil ? "\(field).productId" : "\(field).sku"
        var sku: SKU?
        if let code = draft.sku ?? draft.productID {
            sku = problems.check(skuField) { () throws(TextError) in try SKU(code) }
            if let product = draft.productID, product != code {
                problems.add("\(field).productId", "must be the same as sku, of which it is another name")
            }
        } else {
            problems.add(skuField, "is required")
        }
        let range = OrderLine.quantityRange
        if let quantity = draft.quantity {
            if quantity < range.lowerBound {
                problems.add("\(field).quantity", "must be at least \(range.lowerBound)")
            } else if quantity > range.upperBound {
                problems.add("\(field).quantity", "must be at most \(range.upperBound)")
            }
        } else {
            problems.add("\(field).quantity", "is required")
        }
        let price = draft.unitPrice.flatMap { Self.price($0, field: "\(field).unitPrice", &problems) }
        guard let sku, let quantity = draft.quantity else { return nil }
        return Item(sku: sku, quantity: quantity, unitPrice: price)
    }

    private static func price(_ draft: PriceDraft, field: String, _ problems: inout ValidationError) -> Money? {
        if draft.amount == nil { problems.add("\(field).amount", "is required") }
        guard let code = draft.currency else {
            problems.add("\(field).currency", "is required")
            return nil
        }
        guard let currency = Currency(code: code) else {
            problems.add("\(field).currency", "must be an ISO 4217 code such as USD")
            return nil
        }
        guard let amount = draft.amount else { return nil }
        return problems.check("\(field).amount") { () throws(Money.AmountError) in
            try Money(amount: amount, currency: currency)
        }
    }

    private static func total(of items: [Item]) throws(ValidationError) -> Money? {
        var total: Money?
        for (index, item) in items.enumerated() {
            guard let price = item.unitPrice else { return nil }
            let amount = price.multiplied(by: item.quantity)
            guard let amount, let sum = total == nil ? amount : total?.adding(amount) else {
                throw ValidationError("items[\(index)].unitPrice.amount", "makes the order's total too large")
            }
            total = sum
        }
        return total
    }
}

extension Money.AmountError: CustomStringConvertible {
    /// The rest of a sentence that starts with the field's name.
    package var description: String {
        switch self {
        case .notADecimalNumber: "must be a decimal number in a text, such as \"19.99\""
        case .negative: "must not be negative"
        case .tooManyDecimals(let allowed): "must have at most \(allowed) decimals"
        case .tooLarge: "is too large"
        }
    }
}
