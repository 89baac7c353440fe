import Foundation

/// Looks into JSON that a command printed.
enum JSONText {
    /// A text among the members of an object.
    /// - Throws: when the text is no object or has no such member.
    static func member(_ name: String, of text: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        guard let value = object?[name] as? String else {
            throw ServerFailure(description: "There is no \(name) in \(text)")
        }
        return value
    }

    /// Whether each line is JSON.
    static func isJSON(_ text: String) -> Bool {
        let lines = text.split(separator: "\n")
        return !lines.isEmpty
            && lines.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) != nil }
    }
}
