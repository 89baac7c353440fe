import ArgumentParser
import Foundation
import OMSKernel

/// Runs a command line and turns what it throws into one clear message and an exit code.
enum CommandRunner {
    static func run(_ root: (some AsyncParsableCommand).Type) async {
        do {
            var command = try root.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            end(failure.description, failure.exit)
        } catch let error as SettingsError {
            end(error.description, .failed)
        } catch let error as StartupError {
            end(error.description, .failed)
        } catch let status as ExitStatus {
            exit(status.rawValue)
        } catch {
            // The parser's own errors, and clean ends such as --help.
            let code = root.exitCode(for: error)
            let message = root.fullMessage(for: error)
            if code == .validationFailure { end(message, .usage, prefix: "") }
            if !message.isEmpty { code == .success ? Terminal.line(message) : Terminal.note(message) }
            exit(code.rawValue)
        }
    }

    private static func end(_ message: String, _ status: ExitStatus, prefix: String = "oms: ") -> Never {
        if CommandLine.arguments.contains("--json") {
            Terminal.note(failureJSON(message, status))
        } else {
            Terminal.note(prefix + message)
        }
        exit(status.rawValue)
    }

    /// How a failure is told to a script that asked for JSON.
    static func failureJSON(_ message: String, _ status: ExitStatus) -> String {
        JSONWriter.object { writer in
            writer.member("error", PlainText.shown(message, keepsLineBreaks: true))
            writer.member("exitStatus", status.rawValue)
        }
    }
}

/// A command may end with a status that needs no further words.
extension ExitStatus: Error {}
