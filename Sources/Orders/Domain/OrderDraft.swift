/// An order as a caller wrote it, before any rule was applied. Absent members are nil.
package struct OrderDraft: Sendable, Equatable, Codable {
    package var requestID: String?
    package var externalOrderID: String?
    package var channel: String?
    package var priority: Int64?
    package var customerID: String?
    package var shipTo: ShippingAddressDraft?
    package var items: [OrderItemDraft]?

    package init(
        requestID: String? = nil,
        externalOrderID: String? = nil,
        channel: String? = nil,
        priority: Int64? = nil,
        customerID: String? = nil,
        shipTo: ShippingAddressDraft? = nil,
        items: [OrderItemDraft]? = nil
    ) {
        self.requestID = requestID
        self.externalOrderID = externalOrderID
        self.channel = channel
        self.priority = priority
        self.customerID = customerID
        self.shipTo = shipTo
        self.items = items
    }
}

/// One item as a caller wrote it. `productId` is another name of `sku`.
package struct OrderItemDraft: Sendable, Equatable, Codable {
    package var sku: String?
    package var productID: String?
    package var quantity: Int64?
    package var unitPrice: PriceDraft?

    package init(sku: String? = nil, productID: String? = nil, quantity: Int64? = nil, unitPrice: PriceDraft? = nil) {
        self.sku = sku
        self.productID = productID
        self.quantity = quantity
        self.unitPrice = unitPrice
    }
}

/// A price as a caller wrote it: a decimal number in a text, and a currency code.
package struct PriceDraft: Sendable, Equatable, Codable {
    package var amount: String?
    package var currency: String?

    package init(amount: String?, currency: String?) {
        self.amount = amount
        self.currency = currency
    }
}

/// An address as a caller wrote it.
package struct ShippingAddressDraft: Sendable, Equatable, Codable {
    package var name: String?
    package var line1: String?
    package var line2: String?
    package var city: String?
    package var region: String?
    package var postalCode: String?
    package var country: String?
    package var phone: String?
    package var email: String?

    package init(
        name: String? = nil,
        line1: String? = nil,
        line2: String? = nil,
        city: String? = nil,
        region: String? = nil,
        postalCode: String? = nil,
        country: String? = nil,
        phone: String? = nil,
        email: String? = nil
    ) {
        self.name = name
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.region = region
        self.postalCode = postalCode
        self.country = country
        self.phone = phone
        self.email = email
    }
}
