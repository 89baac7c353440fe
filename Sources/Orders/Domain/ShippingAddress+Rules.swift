package import OMSKernel

extension ShippingAddress {
    /// Applies the address's rules to a draft; nil when anything is wrong.
    /// - Parameters:
    ///   - draft: the address as the caller wrote it.
    ///   - field: the name the client knows the address by: `shipTo`.
    ///   - problems: gathers what is wrong.
    package init?(_ draft: ShippingAddressDraft, field: String, problems: inout ValidationError) {
        func optional(_ text: String?, _ name: String, _ maximum: Int) -> String? {
            text.flatMap { text in
                problems.check("\(field).\(name)") { () throws(TextError) in
                    try Text.checked(text, maximumLength: maximum)
                }
            }
        }
        func required(_ text: String?, _ name: String, _ maximum: Int) -> String? {
            if text == nil { problems.add("\(field).\(name)", "is required") }
            return optional(text, name, maximum)
        }
        let name = required(draft.name, "name", Limits.name)
        let line1 = required(draft.line1, "line1", Limits.line)
        let line2 = optional(draft.line2, "line2", Limits.line)
        let city = required(draft.city, "city", Limits.city)
        let region = optional(draft.region, "region", Limits.region)
        let postalCode = optional(draft.postalCode, "postalCode", Limits.postalCode)
        let phone = optional(draft.phone, "phone", Limits.phone)
        var country: CountryCode?
        if let code = draft.country {
            country = CountryCode(code: code)
            if country == nil { problems.add("\(field).country", "must be an ISO 3166-1 alpha-2 code such as NO") }
        } else {
            problems.add("\(field).country", "is required")
        }
        let email = draft.email.flatMap { EmailAddress.checked($0, field: "\(field).email", problems: &problems) }
        let isWhole =
            (draft.line2 == nil) == (line2 == nil) && (draft.region == nil) == (region == nil)
            && (draft.postalCode == nil) == (postalCode == nil) && (draft.phone == nil) == (phone == nil)
            && (draft.email == nil) == (email == nil)
        guard isWhole, let name, let line1, let city, let country else { return nil }
        self.init(
            name: name,
            line1: line1,
            line2: line2,
            city: city,
            region: region,
            postalCode: postalCode,
            country: country,
            phone: phone,
            email: email
        )
    }
}

/// The one rule for e-mail addresses: at most 254 characters, one `@` with something on both sides, no space.
enum EmailAddress {
    static func checked(_ text: String, field: String, problems: inout ValidationError) -> String? {
        guard
            let email = problems.check(
                field,
                { () throws(TextError) in
                    try Text.checked(text, maximumLength: ShippingAddress.Limits.email)
                }
            )
        else { return nil }
        // By scalars: an at sign with a combining mark would be another character, and is still an at sign.
        let parts = email.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.properties.isWhitespace) })
        else {
            problems.add(field, "must be an e-mail address")
            return nil
        }
        return email
    }
}
