import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2
import GRPCProtobuf
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TemporalConnectionTests {
    private func withConnection<Result>(
        _ configuration: ConnectionConfiguration,
        _ body: (TemporalConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try TemporalConnection(configuration: configuration, logger: .silent)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { group.cancelAll() }
            return try await body(connection)
        }
    }

    private func options(_ timeout: Duration = .seconds(20)) -> TemporalAPI.CallOptions {
        CallOptions(deadline: .now + timeout, metadata: ["temporal-namespace": "n"])
    }

    @Test
    func `a call carries the key, the namespace and the SDK's name`() async throws {
        let service = SocketService()
        try await service.serve { port in
            let configuration = ConnectionConfiguration(
                host: "127.0.0.1",
                port: port,
                apiKey: "key",
                compressesRequests: true
            )
            try await withConnection(configuration) { connection in
                let answer = try await connection.getSystemInfo(.init(), options())
                #expect(answer.serverVersion == "1.2.3")
            }
        }
        let metadata = try await service.metadata.take()
        #expect(metadata["authorization"] == "Bearer key" && metadata["temporal-namespace"] == "n")
        #expect(metadata["client-name"] == ClientIdentity.name)
        #expect(metadata["client-version"] == ClientIdentity.version)
    }

    @Test
    func `the detail of an error arrives with it`() async throws {
        let failure = APIFailure.with { $0.message = "why" }
        let detail = try Google_Protobuf_Any(message: APIQueryFailedFailure.with { $0.failure = failure })
        let status = GoogleRPCStatus(code: .invalidArgument, message: "no", details: [.any(detail)])
        let error = RPCError(
            code: status.rpcErrorCode,
            message: status.rpcErrorMessage,
            metadata: status.rpcErrorMetadata
        )
        try await SocketService(queryError: error).serve { port in
            try await withConnection(.init(host: "127.0.0.1", port: port)) { connection in
                let thrown = await #expect(throws: ServiceError.self) {
                    try await connection.queryWorkflow(.init(), options())
                }
                #expect(thrown?.code == .invalidArgument && thrown?.message == "no")
                #expect(thrown?.detail(APIQueryFailedFailure.self)?.failure.message == "why")
            }
        }
    }

    @Test
    func `a call ends with its deadline, and with its task`() async throws {
        try await SocketService().serve { port in
            try await withConnection(.init(host: "127.0.0.1", port: port)) { connection in
                let late = await #expect(throws: ServiceError.self) {
                    try await connection.queryWorkflow(.init(), options(.milliseconds(100)))
                }
                #expect(late?.code == .deadlineExceeded)
                let call = Task { try await connection.queryWorkflow(.init(), options()) }
                try await Task.sleep(for: .milliseconds(50))
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
            }
        }
    }

    @Test
    func `a call waits for a service that starts later, and outlives its restart`() async throws {
        // A port that was free a moment ago.
        let port = try await SocketService().serve { $0 }
        try await withConnection(.init(host: "127.0.0.1", port: port)) { connection in
            let early = Task { try await connection.getSystemInfo(.init(), options()).serverVersion }
            try await Task.sleep(for: .milliseconds(200))
            try await SocketService().serve(port: port) { _ in
                let version = try await early.value
                #expect(version == "1.2.3")
            }
            try await SocketService().serve(port: port) { _ in
                let caller = ServiceCaller(service: connection, namespace: "n", logger: .silent)
                let version = try await caller.call("GetSystemInfo") {
                    try await $0.getSystemInfo(.init(), $1)
                }.serverVersion
                #expect(version == "1.2.3")
            }
        }
    }

    @Test
    func `with mTLS both sides show who they are`() async throws {
        let folder = try TemporaryDirectory()
        let certificates = try TestCertificates(in: folder.path)
        let security = HTTP2ServerTransport.Posix.TransportSecurity.mTLS(
            certificateChain: [.file(path: certificates.server, format: .pem)],
            privateKey: .file(path: certificates.serverKey, format: .pem)
        ) { $0.trustRoots = .certificates([.file(path: certificates.authority, format: .pem)]) }
        try await SocketService().serve(security: security) { port in
            var tls = ConnectionConfiguration.TLS(
                trustRootsPath: certificates.authority,
                clientCertificatePath: certificates.client,
                clientPrivateKeyPath: certificates.clientKey,
                serverName: "temporal.test"
            )
            var configuration = ConnectionConfiguration(host: "127.0.0.1", port: port, security: .tls(tls))
            let version = try await withConnection(configuration) {
                try await $0.getSystemInfo(.init(), options()).serverVersion
            }
            #expect(version == "1.2.3")
            tls.clientCertificatePath = nil
            tls.clientPrivateKeyPath = nil
            configuration.security = .tls(tls)
            await #expect(throws: ServiceError.self) {
                try await withConnection(configuration) {
                    try await $0.getSystemInfo(.init(), options(.milliseconds(500)))
                }
            }
        }
    }

    /// Runs a server with a certificate and the name `temporal.test`.
    private func serveTLS(
        _ service: SocketService,
        _ certificates: TestCertificates,
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let security = HTTP2ServerTransport.Posix.TransportSecurity.tls(
            certificateChain: [.file(path: certificates.server, format: .pem)],
            privateKey: .file(path: certificates.serverKey, format: .pem)
        )
        try await service.serve(security: security, body)
    }

    /// What a call comes to for a client that trusts an authority and expects a name.
    private func version(
        _ port: Int,
        trusting authority: String?,
        expecting name: String,
        within timeout: Duration = .seconds(30)
    ) async throws -> String {
        let configuration = ConnectionConfiguration(
            host: "127.0.0.1",
            port: port,
            security: .tls(.init(trustRootsPath: authority, serverName: name)),
            apiKey: "cloud-key"
        )
        return try await withConnection(configuration) {
            try await $0.getSystemInfo(.init(), options(timeout)).serverVersion
        }
    }

    @Test
    func `with TLS the service shows who it is, and the key and the namespace go over it`() async throws {
        let folder = try TemporaryDirectory()
        let certificates = try TestCertificates(in: folder.path)
        let service = SocketService()
        try await serveTLS(service, certificates) { port in
            let answer = try await version(port, trusting: certificates.authority, expecting: "temporal.test")
            #expect(answer == "1.2.3")
        }
        let metadata = try await service.metadata.take()
        #expect(metadata["authorization"] == "Bearer cloud-key" && metadata["temporal-namespace"] == "n")
    }

    @Test
    func `a certificate of another authority, of none that is known, or of another name is refused`() async throws {
        let folder = try TemporaryDirectory()
        let certificates = try TestCertificates(in: folder.path)
        let elsewhere = try TemporaryDirectory()
        let others = try TestCertificates(in: elsewhere.path)
        let service = SocketService()
        try await serveTLS(service, certificates) { port in
            for (authority, name) in [
                (others.authority, "temporal.test"), (nil, "temporal.test"), (certificates.authority, "other.test"),
            ] {
                let error = await #expect(throws: ServiceError.self) {
                    try await version(port, trusting: authority, expecting: name, within: .seconds(2))
                }
                #expect(
                    error?.code == .unavailable || error?.code == .deadlineExceeded,
                    "\(String(describing: error))"
                )
                // Nothing was told to a stranger.
                #expect(service.metadata.isEmpty)
            }
            // The server was there all the time.
            let answer = try await version(port, trusting: certificates.authority, expecting: "temporal.test")
            #expect(answer == "1.2.3")
        }
    }
}
