import OMSKernel
import Testing

@Suite
struct CountryCodeTests {
    @Test
    func `all 249 assigned codes are known and nothing else of two letters is`() {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        let known = letters.flatMap { first in letters.map { first + $0 } }.filter { CountryCode(code: $0) != nil }
        #expect(known.count == 249)
        #expect(Set(["NO", "DE", "US", "GB", "SS", "AX", "UM", "ZW"]).isSubset(of: known))
        #expect(Set(["XK", "UK", "EU", "AN", "SU", "ZZ", "AA"]).isDisjoint(with: known))
    }

    @Test(arguments: ["", "N", "no", "No", "NOR", " NO", "47", "🇳🇴"])
    func `what is no code is refused`(code: String) {
        #expect(CountryCode(code: code) == nil)
    }
}
