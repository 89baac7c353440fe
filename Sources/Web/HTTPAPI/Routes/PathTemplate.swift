import HummingbirdCore

/// A path with named places: `/orders/{id}/events`.
package struct PathTemplate: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    /// As documentation, logs and metrics have it.
    package let text: String
    let segments: [Segment]

    init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }
}

/// The values in the places of a path, percent-decoded.
struct PathParameters: Sendable {
    var values: [(name: String, value: String)] = []

    func value(_ name: String) -> String {
        values.first { $0.name == name }?.value ?? ""
    }
}
