import OMSKernel
import Orders

extension CustomerDraft {
    /// The body of a customer's creation or update; null clears email and address in an update.
    init(_ fields: JSONFields, _ problems: inout ValidationError) {
        func part(_ name: String) -> Part {
            if let text = fields.text(name, &problems) { return .set(text) }
            return fields.holds(name) ? .clear : .absent
        }
        self.init(
            customerID: fields.text("customerId", &problems),
            name: fields.text("name", &problems),
            email: part("email"),
            address: part("address")
        )
    }
}
