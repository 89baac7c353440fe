import TemporalSDK
import Testing

@Suite
struct ConnectionConfigurationTests {
    @Test(arguments: [
        ("127.0.0.1:7233", "127.0.0.1", 7233), ("temporal.example", "temporal.example", 7233),
        ("[::1]:8000", "::1", 8000), ("[::1]", "::1", 7233), ("localhost:1", "localhost", 1),
    ])
    func `an address is read`(address: String, host: String, port: Int) throws {
        let configuration = try ConnectionConfiguration(address: address)
        #expect(configuration.host == host && configuration.port == port)
    }

    @Test(arguments: ["", ":7233", "host:", "host:0", "host:65536", "host:x", "a:b:1", "[::1", "[::1]x", "ho st:1"])
    func `what is no address is refused`(address: String) {
        #expect(throws: ConnectionError.address(address)) { try ConnectionConfiguration(address: address) }
    }

    @Test
    func `an API key does not cross a network in the clear`() throws {
        var configuration = ConnectionConfiguration(host: "temporal.example", port: 7233, apiKey: "key")
        #expect(throws: ConnectionError.keyWithoutTLS) {
            try TemporalConnection(configuration: configuration, logger: .silent)
        }
        configuration.host = "localhost"
        _ = try TemporalConnection(configuration: configuration, logger: .silent)
        configuration.security = .tls(.init(clientCertificatePath: "/nowhere.pem"))
        #expect(throws: ConnectionError.incompleteClientCertificate) {
            try TemporalConnection(configuration: configuration, logger: .silent)
        }
    }
}
