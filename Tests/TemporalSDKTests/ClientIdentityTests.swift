import TemporalSDK
import Testing

@Suite
struct ClientIdentityTests {
    @Test
    func `the version is three numbers, as services compare them`() {
        let parts = ClientIdentity.version.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3)
        #expect(parts.allSatisfy { Int($0) != nil })
    }
}
