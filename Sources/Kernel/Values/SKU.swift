/// A stock-keeping unit: 1 to 64 characters, none of them a control character, no space at either end.
package struct SKU: Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 64

    package let code: String

    /// - Throws: ``TextError`` when the text is empty, too long or holds what a code may not.
    package init(_ code: String) throws(TextError) {
        self.code = try Text.checked(code, maximumLength: Self.maximumLength, allowsLineBreaks: false)
        let scalars = code.unicodeScalars
        // By scalars: a space with a combining mark is one character, and still a space at the end.
        guard scalars.first?.properties.isWhitespace == false, scalars.last?.properties.isWhitespace == false else {
            throw .surroundingSpace
        }
    }

    /// A code that was checked when it was stored.
    package init(trusted code: String) {
        self.code = code
    }

    package var description: String { code }
}
