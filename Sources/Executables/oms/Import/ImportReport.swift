import Foundation
import OMSKernel

/// Tells of refused rows: on the standard error as they come, up to a limit, and all of them in a file.
package final class ImportReport {
    /// How many refused rows are told on the standard error.
    package static let maximumTold = 50

    private let handle: FileHandle?
    private let path: String
    private var told = 0

    /// - Parameters:
    ///   - path: the report, JSON Lines, or nil for none.
    ///   - appends: whether what an earlier run wrote stays.
    /// - Throws: ``CommandFailure`` when the file cannot be made.
    package init(path: String?, appends: Bool) throws {
        self.path = path ?? ""
        guard let path else {
            handle = nil
            return
        }
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be written: \(SystemError.text(errno))", exit: .failed)
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    package func add(_ rows: [RefusedRow]) throws {
        for row in rows {
            try handle?.write(contentsOf: Data((row.json + "\n").utf8))
            told += 1
            if told <= Self.maximumTold {
                Terminal.note(row.text)
            } else if told == Self.maximumTold + 1 {
                Terminal.note("More refused rows are not shown" + (handle == nil ? "; --report FILE keeps all" : ""))
            }
        }
    }
}

extension RefusedRow {
    /// One line for people.
    package var text: String {
        let place = line == lastLine ? "line \(line)" : "lines \(line) to \(lastLine)"
        let named = name.map { " (\($0))" } ?? ""
        return "\(place)\(named): \(reasons.joined(separator: "; "))"
    }

    /// One line of the report.
    package var json: String {
        JSONWriter.object { writer in
            writer.member("line", line)
            writer.member("lastLine", lastLine)
            writer.member("id", name)
            writer.member("status", status)
            writer.member("reasons", array: reasons) { $0.value($1) }
        }
    }
}
