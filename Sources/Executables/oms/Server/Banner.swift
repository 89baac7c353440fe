/// What `oms serve` prints in the local profile when it is ready.
package struct Banner: Sendable {
    private let address: String
    private let key: String

    /// - Parameters:
    ///   - address: the API's address, such as `http://127.0.0.1:8080`.
    ///   - key: the development key; shown in the local profile only.
    package init(address: String, key: String) {
        self.address = address
        self.key = key
    }

    package var text: String {
        """
        The order system is ready at \(address)
        Development API key (local profile only): \(key)

        Place an order:
          curl -sS \(address)/orders -H 'X-API-Key: \(Self.quoted(key))' -H 'Content-Type: application/json' -d '{"items":[{"sku":"A-1","quantity":2}]}'

        """
    }

    /// For use inside single quotes of a shell.
    private static func quoted(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    }
}
