import OMSKernel
import Orders

extension OrderChanges {
    /// The body of PATCH: an absent member stays as it is; `shipTo` null makes the order a pick-up.
    /// - Throws: ``ValidationError`` naming every wrong member.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        var shipTo = ShipToChange.keep
        if let address = fields.object("shipTo", &problems) {
            let draft = ShippingAddressDraft(address, &problems)
            if let checked = ShippingAddress(draft, field: "shipTo", problems: &problems) { shipTo = .set(checked) }
        } else if fields.holds("shipTo") {
            shipTo = .remove
        }
        let number = fields.integer("priority", &problems)
        let priority = NewOrder.priority(number, field: "priority", &problems)
        try problems.throwIfAny()
        self.init(shipTo: shipTo, priority: priority)
    }
}
