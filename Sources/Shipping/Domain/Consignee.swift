package import OMSKernel

/// Who a shipment goes to, and where. All of it is personal data: it is kept with the shipment, printed on its label,
/// and gone when the order is deleted; never in logs, events or errors. A text made of it says nothing.
package struct Consignee: Sendable, Equatable {
    package let name: String
    package let line1: String
    package let line2: String?
    package let city: String
    package let region: String?
    package let postalCode: String?
    package let country: CountryCode
    package let phone: String?

    package init(
        name: String,
        line1: String,
        line2: String?,
        city: String,
        region: String?,
        postalCode: String?,
        country: CountryCode,
        phone: String?
    ) {
        self.name = name
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.region = region
        self.postalCode = postalCode
        self.country = country
        self.phone = phone
    }
}

extension Consignee: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a consignee" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
