import OMSKernel
import Orders

extension OrderDraft {
    /// The canonical order request, and the storefront's, which is a part of it.
    init(_ fields: JSONFields, _ problems: inout ValidationError) {
        self.init(
            requestID: fields.text("requestId", &problems),
            externalOrderID: fields.text("externalOrderId", &problems),
            channel: fields.text("channel", &problems),
            priority: fields.integer("priority", &problems),
            customerID: fields.text("customerId", &problems),
            shipTo: fields.object("shipTo", &problems).map { ShippingAddressDraft($0, &problems) },
            items: fields.objects("items", &problems)?.map { OrderItemDraft($0, &problems) }
        )
    }
}

extension OrderItemDraft {
    init(_ fields: JSONFields, _ problems: inout ValidationError) {
        self.init(
            sku: fields.text("sku", &problems),
            productID: fields.text("productId", &problems),
            quantity: fields.integer("quantity", &problems),
            unitPrice: fields.object("unitPrice", &problems).map { price in
                PriceDraft(amount: price.text("amount", &problems), currency: price.text("currency", &problems))
            }
        )
    }
}

extension ShippingAddressDraft {
    init(_ fields: JSONFields, _ problems: inout ValidationError) {
        self.init(
            name: fields.text("name", &problems),
            line1: fields.text("line1", &problems),
            line2: fields.text("line2", &problems),
            city: fields.text("city", &problems),
            region: fields.text("region", &problems),
            postalCode: fields.text("postalCode", &problems),
            country: fields.text("country", &problems),
            phone: fields.text("phone", &problems),
            email: fields.text("email", &problems)
        )
    }
}
