import Access
import OMSKernel
import TestSupport
import Testing

@Suite
struct APIKeySecretTests {
    private let id = SequentialIDs().next(APIKey.self, at: Timestamp(milliseconds: 1_795_168_800_000))

    @Test
    func `a secret names its key, then 43 random characters`() throws {
        let secret = APIKeySecret(for: id)
        let random = secret.text.dropFirst("oms_\(id)_".utf8.count)
        #expect(secret.text.hasPrefix("oms_\(id)_"))
        #expect(random.utf8.count == 43)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        #expect(random.allSatisfy { alphabet.contains($0) })
        #expect(secret.keyID == id)
    }

    @Test
    func `no two secrets are the same, nor their random parts alike`() {
        let secrets = (0..<1_000).map { _ in APIKeySecret(for: id) }
        #expect(Set(secrets.map(\.text)).count == 1_000)
        #expect(Set(secrets.map { $0.text.suffix(8) }).count == 1_000)
    }

    @Test
    func `a presented text is read back`() throws {
        let secret = APIKeySecret(for: id)
        let presented = try #require(APIKeySecret(secret.text))
        #expect(presented.keyID == id)
        #expect(presented.hash == secret.hash)
    }

    @Test(arguments: [
        "", "oms_", "oms__", "oms_x_y", "OMS_0193b3d0-0000-7000-8000-000000000001_x",
        "0193b3d0-0000-7000-8000-000000000001",
        "oms_0193b3d0-0000-7000-8000-000000000001", "oms_0193b3d0-0000-4000-8000-000000000001_x",
        "oms_0193b3d0-0000-7000-8000-000000000001_" + String(repeating: "x", count: 100),
    ])
    func `what is no secret is refused`(text: String) {
        #expect(APIKeySecret(text) == nil)
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a hash is SHA-256`(text: String, hex: String) {
        #expect(SecretHash(of: text).hex == hex)
    }

    @Test
    func `hashes match when they are the same, and only then`() {
        let hash = SecretHash(of: "abc")
        #expect(hash.matches(SecretHash(of: "abc")))
        #expect(!hash.matches(SecretHash(of: "abd")))
        #expect(!hash.matches(SecretHash(hex: String(hash.hex.dropLast()))))
        #expect(!hash.matches(SecretHash(hex: hash.hex.dropLast() + (hash.hex.hasSuffix("0") ? "1" : "0"))))
        #expect(!hash.matches(SecretHash(hex: (hash.hex.hasPrefix("0") ? "1" : "0") + hash.hex.dropFirst())))
        #expect(!hash.matches(SecretHash(hex: "")))
    }
}
