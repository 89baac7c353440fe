package import OMSKernel

/// A customer's id: chosen by the caller or made by the server; 1 to 64 of `A-Z a-z 0-9 . _ ~ -`.
package struct CustomerID: Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 64
    package static let rule = "must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"

    package let text: String

    package init?(_ text: String) {
        guard (1...Self.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
            return nil
        }
        self.text = text
    }

    /// An id that was checked when it was stored.
    package init(trusted text: String) {
        self.text = text
    }

    package var description: String { text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Who orders. Name, email and address are personal data.
package struct Customer: Sendable, Equatable {
    package let id: CustomerID
    package internal(set) var name: String
    package internal(set) var email: String?
    package internal(set) var address: String?
    /// Starts at 1 and grows by one with each change.
    package internal(set) var version: Int64
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp

    /// The longest text of each part, in Unicode scalars.
    package enum Limits {
        package static let name = 200
        package static let email = 254
        package static let address = 500
    }

    package init(
        id: CustomerID,
        name: String,
        email: String?,
        address: String?,
        version: Int64,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.address = address
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
