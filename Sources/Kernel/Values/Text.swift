/// Why a text is refused. The description completes a sentence that starts with the field's name.
package enum TextError: Error, Equatable, CustomStringConvertible {
    case empty
    case tooLong(maximum: Int)
    case controlCharacter
    case surroundingSpace

    package var description: String {
        switch self {
        case .empty: "must not be empty"
        case .tooLong(let maximum): "must have at most \(maximum) characters"
        case .controlCharacter: "must not hold control characters such as NUL"
        case .surroundingSpace: "must not start or end with a space"
        }
    }
}

/// The rules that every text from outside obeys.
package enum Text {
    /// The text as it came, when it has 1 to `maximumLength` Unicode scalars and no control character.
    ///
    /// Scalars, not grapheme clusters, are counted, so that a limit bounds the bytes that are stored
    /// (four a scalar). Tabs and line breaks count as control characters unless they are allowed.
    package static func checked(
        _ text: String,
        maximumLength: Int,
        allowsLineBreaks: Bool = false
    ) throws(TextError) -> String {
        guard !text.isEmpty else { throw .empty }
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= maximumLength else { throw .tooLong(maximum: maximumLength) }
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            guard !isControl || (allowsLineBreaks && (scalar == "\n" || scalar == "\r" || scalar == "\t")) else {
                throw .controlCharacter
            }
        }
        return text
    }
}
