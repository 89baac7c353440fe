import OMSKernel
import Testing

@Suite
struct TextTests {
    @Test(arguments: [
        "a", " ", "Ærø", "שלום", "🎁👩‍👩‍👧‍👦", "\"quoted\" and 'quoted'", "back\\slash", "\u{2028}", "\u{FEFF}", "\u{301}",
        "\u{202E}abc",
    ])
    func `a text comes back as it came`(text: String) throws {
        let checked = try Text.checked(text, maximumLength: 40)
        #expect(Array(checked.utf8) == Array(text.utf8))
    }

    @Test
    func `scalars are counted, up to the limit`() throws {
        #expect(try Text.checked(String(repeating: "é", count: 10), maximumLength: 10).count == 10)
        #expect(throws: TextError.tooLong(maximum: 10)) {
            try Text.checked(String(repeating: "x", count: 11), maximumLength: 10)
        }
        // One character to the eye, seven scalars.
        #expect(throws: TextError.tooLong(maximum: 6)) { try Text.checked("👩‍👩‍👧‍👦", maximumLength: 6) }
        #expect(throws: TextError.empty) { try Text.checked("", maximumLength: 10) }
    }

    @Test
    func `every control character is refused, and line breaks are when they are not allowed`() throws {
        for value in Array(0..<0x20) + Array(0x7F...0x9F) as [UInt32] {
            let scalar = try #require(Unicode.Scalar(value))
            let text = "a" + String(scalar) + "b"
            #expect(throws: TextError.controlCharacter) { try Text.checked(text, maximumLength: 10) }
            if ["\n", "\r", "\t"].contains(scalar) {
                #expect(try Text.checked(text, maximumLength: 10, allowsLineBreaks: true) == text)
            } else {
                #expect(throws: TextError.controlCharacter) {
                    try Text.checked(text, maximumLength: 10, allowsLineBreaks: true)
                }
            }
        }
    }

    @Test
    func `a SKU has 1 to 64 characters and no space around it`() throws {
        #expect(try SKU("A-1").code == "A-1")
        #expect(try SKU("a b/ü").code == "a b/ü")
        #expect(try SKU(String(repeating: "x", count: 64)).code.count == 64)
        #expect(throws: TextError.tooLong(maximum: 64)) { try SKU(String(repeating: "x", count: 65)) }
        #expect(throws: TextError.empty) { try SKU("") }
        #expect(throws: TextError.surroundingSpace) { try SKU(" A") }
        #expect(throws: TextError.surroundingSpace) { try SKU("A\u{3000}") }
        #expect(throws: TextError.surroundingSpace) { try SKU(" \u{301}A") }
        #expect(try SKU("A \u{301}").code.unicodeScalars.count == 3)
        #expect(throws: TextError.controlCharacter) { try SKU("A\u{0}") }
        #expect(throws: TextError.controlCharacter) { try SKU("A\n") }
    }

    @Test
    func `a page has 1 to 100 elements, 20 unless told`() {
        #expect(PageLimit.standard.count == 20)
        #expect(PageLimit(1)?.count == 1)
        #expect(PageLimit(100)?.count == 100)
        #expect(PageLimit(0) == nil)
        #expect(PageLimit(101) == nil)
        #expect(PageLimit(-1) == nil)
    }
}
