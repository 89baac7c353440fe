/// An id that names what it identifies, so that an order's id cannot be passed where a line's is meant.
package struct Identifier<Subject>: Hashable, Sendable, Comparable {
    package let uuid: UUIDv7

    package init(_ uuid: UUIDv7) {
        self.uuid = uuid
    }

    package static func < (left: Identifier, right: Identifier) -> Bool { left.uuid < right.uuid }
}

extension Identifier: LosslessStringConvertible {
    /// Reads the 36-character form of a version 7 UUID; nil for anything else.
    package init?(_ description: String) {
        guard let uuid = UUIDv7(description) else { return nil }
        self.init(uuid)
    }

    /// The lower-case 36-character form.
    package var description: String { uuid.description }
}
