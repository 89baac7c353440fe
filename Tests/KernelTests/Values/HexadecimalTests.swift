import OMSKernel
import Testing

@Suite
struct HexadecimalTests {
    @Test
    func `every byte has two lower-case digits`() {
        let text = Hexadecimal.text(of: Array(UInt8.min...UInt8.max))
        let expected = (0...255).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(text == expected)
    }

    @Test
    func `no bytes give no digits`() {
        #expect(Hexadecimal.text(of: []) == "")
    }
}
