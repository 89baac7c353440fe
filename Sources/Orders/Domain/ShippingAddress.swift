package import OMSKernel

/// Where an order goes. All of it is personal data: it is stored with the order and shown to who may
/// read the order, never in logs, events or metrics.
package struct ShippingAddress: Sendable, Equatable {
    package let name: String
    package let line1: String
    package let line2: String?
    package let city: String
    package let region: String?
    package let postalCode: String?
    package let country: CountryCode
    package let phone: String?
    package let email: String?

    /// The longest text of each part, in Unicode scalars.
    package enum Limits {
        package static let name = 200
        package static let line = 200
        package static let city = 100
        package static let region = 100
        package static let postalCode = 20
        package static let phone = 50
        package static let email = 254
    }

    package init(
        name: String,
        line1: String,
        line2: String?,
        city: String,
        region: String?,
        postalCode: String?,
        country: CountryCode,
        phone: String?,
        email: String?
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
