package import OMSKernel

/// A customer as a caller wrote it. In an update, an absent part stays as it is.
package struct CustomerDraft: Sendable, Equatable {
    /// A part that an update may clear.
    package enum Part: Sendable, Equatable {
        case absent
        case clear
        case set(String)
    }

    package var customerID: String?
    package var name: String?
    package var email: Part
    package var address: Part

    package init(customerID: String? = nil, name: String? = nil, email: Part = .absent, address: Part = .absent) {
        self.customerID = customerID
        self.name = name
        self.email = email
        self.address = address
    }
}

extension Customer {
    /// A new customer.
    /// - Throws: ``ValidationError`` naming every wrong part.
    package static func registering(
        _ draft: CustomerDraft,
        ids: any IDGenerator,
        now: Timestamp
    ) throws(ValidationError) -> Customer {
        var problems = ValidationError()
        var id = CustomerID(trusted: ids.next(at: now).description)
        if let text = draft.customerID {
            if let chosen = CustomerID(text) { id = chosen } else { problems.add("customerId", CustomerID.rule) }
        }
        if draft.name == nil { problems.add("name", "is required") }
        let blank = Customer(id: id, name: "", email: nil, address: nil, version: 1, createdAt: now, updatedAt: now)
        let customer = blank.replacing(draft, problems: &problems)
        try problems.throwIfAny()
        return customer
    }

    /// The customer after an update; the same one when nothing changes.
    /// - Throws: ``ValidationError`` naming every wrong part.
    package func updating(_ draft: CustomerDraft, now: Timestamp) throws(ValidationError) -> Customer {
        var problems = ValidationError()
        if let text = draft.customerID, text != id.text { problems.add("customerId", "cannot be changed") }
        var next = replacing(draft, problems: &problems)
        try problems.throwIfAny()
        guard next != self else { return self }
        next.version += 1
        next.updatedAt = max(now, createdAt)
        return next
    }

    private func replacing(_ draft: CustomerDraft, problems: inout ValidationError) -> Customer {
        var next = self
        if let name = draft.name {
            next.name =
                problems.check("name") { () throws(TextError) in
                    try Text.checked(name, maximumLength: Limits.name)
                } ?? name
        }
        switch draft.email {
        case .absent: break
        case .clear: next.email = nil
        case .set(let text): next.email = EmailAddress.checked(text, field: "email", problems: &problems)
        }
        switch draft.address {
        case .absent: break
        case .clear: next.address = nil
        case .set(let text):
            next.address = problems.check("address") { () throws(TextError) in
                try Text.checked(text, maximumLength: Limits.address, allowsLineBreaks: true)
            }
        }
        return next
    }
}
