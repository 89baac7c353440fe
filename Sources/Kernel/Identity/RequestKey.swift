/// A caller's idempotency key: 1 to 255 visible ASCII characters, global to a deployment.
package struct RequestKey: Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 255

    package let text: String

    /// - Returns: nil when the text is empty, longer than 255 characters or not visible ASCII.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        self.text = text
    }

    /// A key that was checked when it was stored.
    package init(trusted text: String) {
        self.text = text
    }

    package var description: String { text }
}
