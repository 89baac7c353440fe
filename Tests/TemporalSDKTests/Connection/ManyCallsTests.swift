import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ManyCallsTests {
    @Test
    func `calls get through while more long polls wait than one socket carries`() async throws {
        try await SocketService().serve { port in
            let connection = try TemporalConnection(
                configuration: .init(host: "127.0.0.1", port: port),
                logger: .silent
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await connection.run() }
                for _ in 0..<250 {
                    // This server never answers a query.
                    group.addTask { _ = try? await connection.queryWorkflow(.init(), CallOptions()) }
                }
                try await Task.sleep(for: .milliseconds(200))
                let version = try await connection.getSystemInfo(
                    .init(),
                    CallOptions(deadline: .now + patience)
                ).serverVersion
                #expect(version == "1.2.3")
                group.cancelAll()
            }
        }
    }
}
