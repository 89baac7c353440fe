import Foundation

/// An authority, a server's and a client's certificate, made by openssl for one test.
struct TestCertificates {
    struct OpenSSLFailed: Error {
        let arguments: [String]
        let status: Int32
    }

    let authority: String
    let server: String
    let serverKey: String
    let client: String
    let clientKey: String

    init(in folder: String) throws {
        func path(_ name: String) -> String { folder + "/" + name }
        authority = path("ca.pem")
        server = path("server.pem")
        serverKey = path("server.key")
        client = path("client.pem")
        clientKey = path("client.key")
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try Self.openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=Test CA", "-keyout", path("ca.key"), "-out", authority] + key
        )
        for (name, certificate, keyPath) in [("temporal.test", server, serverKey), ("worker", client, clientKey)] {
            try Self.openssl(
                [
                    "req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)",
                    "-addext", "basicConstraints=critical,CA:FALSE", "-CA", authority, "-CAkey", path("ca.key"),
                    "-keyout", keyPath, "-out", certificate,
                ] + key
            )
        }
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw OpenSSLFailed(arguments: arguments, status: process.terminationStatus)
        }
    }
}
