package import OMSKernel

extension Order {
    /// The order that a request makes, with its one creation event.
    ///
    /// A request without a key of its own is known by the order's id.
    package static func placing(
        _ new: NewOrder,
        ids: any IDGenerator,
        context: CommandContext
    ) -> (order: Order, event: OrderEvent) {
        let id = ids.next(OrderSubject.self, at: context.now)
        let order = Order(
            id: id,
            requestID: new.requestID ?? RequestKey(trusted: id.description),
            externalOrderID: new.externalOrderID,
            channel: new.channel,
            status: .created,
            priority: new.priority,
            customerID: new.customerID,
            shipTo: new.shipTo,
            lines: new.items.map { item in
                OrderLine(
                    id: ids.next(OrderLine.self, at: context.now),
                    sku: item.sku,
                    quantity: item.quantity,
                    unitPrice: item.unitPrice,
                    status: .pending
                )
            },
            total: new.total,
            failureReason: nil,
            version: 1,
            createdAt: context.now,
            updatedAt: context.now
        )
        let event = OrderEvent(
            id: ids.next(OrderEvent.self, at: context.now),
            orderID: id,
            sequence: 1,
            kind: .created,
            schemaVersion: OrderEvent.Kind.created.schemaVersion,
            actor: context.actor,
            payload: order.creationPayload,
            createdAt: context.now,
            traceparent: context.traceparent
        )
        return (order, event)
    }

    /// The payload of OrderCreated: what was ordered, and nothing about who or where.
    private var creationPayload: String {
        JSONWriter.object { writer in
            writer.member("channel", channel.rawValue)
            writer.member("externalOrderId", externalOrderID)
            writer.member("priority", priority)
            writer.member("customerId", customerID?.text)
            writer.member("items", array: lines) { writer, line in
                writer.object { writer in
                    writer.member("lineId", line.id.description)
                    writer.member("sku", line.sku.code)
                    writer.member("quantity", line.quantity)
                    writer.member("unitPrice", line.unitPrice)
                }
            }
            writer.member("total", total)
        }
    }
}

extension JSONWriter {
    /// A money member as every contract writes it, `{"amount":"19.99","currency":"USD"}`; null when there is none.
    package mutating func member(_ name: String, _ money: Money?) {
        key(name)
        guard let money else { return null() }
        object { writer in
            writer.member("amount", money.amount)
            writer.member("currency", money.currency.code)
        }
    }
}
