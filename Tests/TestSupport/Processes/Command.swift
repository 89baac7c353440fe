import Dispatch
package import Foundation
import Synchronization

/// A program run to its end, with what it printed.
package struct Command: Sendable {
    package struct Output: Sendable {
        /// The exit code, or the signal's number when a signal ended it.
        package let status: Int32
        package let standardOutput: String
        package let standardError: String
    }

    /// The program ended with another status than 0.
    package struct Failure: Error, CustomStringConvertible {
        package let program: String
        package let output: Output

        package var description: String {
            "\(program) ended with \(output.status): \(output.standardError)\(output.standardOutput)"
        }
    }

    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    package var input: Data?

    /// - Parameters:
    ///   - program: a path, or a name that is looked up on PATH.
    ///   - arguments: the arguments after the program's name.
    ///   - environment: variables added to those of the test process.
    ///   - input: what the program reads; nothing when nil.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        input: Data? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// Runs it to its end, whatever its status.
    /// - Throws: when it cannot be started.
    package func output() async throws -> Output {
        try await Blocking.run { try outputBlocking() }
    }

    /// Runs it to its end.
    /// - Returns: what it printed on standard output.
    /// - Throws: ``Failure`` when its status is not 0.
    @discardableResult
    package func run() async throws -> String {
        let output = try await output()
        guard output.status == 0 else { throw Failure(program: program, output: output) }
        return output.standardOutput
    }

    private func outputBlocking() throws -> Output {
        // Files rather than pipes: nothing has to be drained while the program runs, and a daemon that it
        // leaves behind does not hold the test up.
        let folder = try TemporaryDirectory(prefix: "oms-cmd")
        if let input { try input.write(to: folder.file("in")) }
        let ended = DispatchSemaphore(value: 0)
        let status = Mutex<Int32>(0)
        _ = try Spawn.start(
            program,
            arguments,
            environment: environment,
            input: input == nil ? .nothing : .path(folder.file("in").path),
            output: .path(folder.file("out").path),
            errors: .path(folder.file("err").path)
        ) { code in
            status.withLock { $0 = code }
            ended.signal()
        }
        ended.wait()
        return Output(
            status: status.withLock { $0 },
            standardOutput: try Self.text(of: folder.file("out")),
            standardError: try Self.text(of: folder.file("err"))
        )
    }

    private static func text(of file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
