/// Reads CSV (RFC 4180) from a stream of bytes, record by record, holding one record of bounded size.
///
/// Fields are separated by commas, records by LF or CRLF. A field in quotes may hold commas, line breaks and
/// doubled quotes. Empty lines are skipped, a byte order mark at the start is dropped. A malformed record is
/// reported with its line, and reading goes on at the next line.
package struct CSVReader: Sendable {
    package static let maximumRecordLength = 1_048_576
    package static let maximumFieldCount = 1_000

    package enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case tooLong
        case tooManyFields
        case quoteInsidePlainField
        case textAfterQuotedField
        case quoteNeverClosed
        case notUTF8

        package var description: String {
            switch self {
            case .tooLong: "is longer than \(CSVReader.maximumRecordLength) bytes"
            case .tooManyFields: "has more than \(CSVReader.maximumFieldCount) fields"
            case .quoteInsidePlainField: "has a quote inside a field that does not start with one"
            case .textAfterQuotedField: "has text after the closing quote of a field"
            case .quoteNeverClosed: "has a quote that is never closed"
            case .notUTF8: "is not UTF-8"
            }
        }
    }

    package struct Record: Sendable, Equatable {
        /// The line it starts on, from 1.
        package let line: Int
        /// The line it ends on; another one when a field holds line breaks.
        package let lastLine: Int
        /// The fields; of a malformed record those before the problem.
        package let fields: [String]
        package let problem: Problem?
    }

    private enum State {
        case startOfField, plain, quoted, quoteInQuoted, returnAfterQuoted, afterProblem
    }

    private var state = State.startOfField
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var length = 0
    private var line = 1
    private var startLine = 1
    private var problem: Problem?
    private var isRecordEmpty = true
    private var bytesSeen = 0
    private let maximumLength: Int

    package init(maximumRecordLength: Int = CSVReader.maximumRecordLength) {
        maximumLength = maximumRecordLength
    }

    /// Takes the next bytes of the stream and hands out the records that ended in them.
    package mutating func feed(_ bytes: some Sequence<UInt8>, _ emit: (Record) throws -> Void) rethrows {
        for byte in bytes {
            try take(byte, emit)
        }
    }

    /// Ends the stream: hands out a last record without a line end, if there is one.
    package mutating func finish(_ emit: (Record) throws -> Void) rethrows {
        if state == .quoted, problem == nil { problem = .quoteNeverClosed }
        if !isRecordEmpty || problem != nil { try endRecord(lastLine: line, emit) }
    }

    // MARK: The state machine

    private mutating func take(_ byte: UInt8, _ emit: (Record) throws -> Void) rethrows {
        bytesSeen += 1
        length += 1
        if length > maximumLength, problem == nil {
            problem = .tooLong
            field = []
        }
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, UInt8(ascii: "\n")):
            line += 1
            append(byte)
        case (.quoted, _): append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            append(byte)
            state = .quoted
        case (_, UInt8(ascii: "\n")):
            line += 1
            try endRecord(lastLine: line - 1, emit)
        case (.afterProblem, _): break
        case (.returnAfterQuoted, _): fail(.textAfterQuotedField)
        case (_, UInt8(ascii: ",")):
            isRecordEmpty = false
            endField()
            state = .startOfField
        case (.startOfField, UInt8(ascii: "\"")):
            isRecordEmpty = false
            state = .quoted
        case (.quoteInQuoted, UInt8(ascii: "\r")): state = .returnAfterQuoted
        case (.quoteInQuoted, _): fail(.textAfterQuotedField)
        case (.plain, UInt8(ascii: "\"")): fail(.quoteInsidePlainField)
        default: takePlain(byte)
        }
    }

    private mutating func takePlain(_ byte: UInt8) {
        append(byte)
        if bytesSeen == 3, field == [0xEF, 0xBB, 0xBF] {
            field = []
            isRecordEmpty = true
            return
        }
        if byte != UInt8(ascii: "\r") { isRecordEmpty = false }
        // The bytes of a byte order mark do not make a plain field: a quote may follow.
        state = bytesSeen < 3 && [0xEF, 0xBB].contains(byte) ? .startOfField : .plain
    }

    private mutating func append(_ byte: UInt8) {
        if problem == nil { field.append(byte) }
    }

    private mutating func fail(_ found: Problem) {
        problem = problem ?? found
        isRecordEmpty = false
        state = .afterProblem
    }

    private mutating func endField() {
        defer { field.removeAll(keepingCapacity: field.capacity <= 65_536) }
        guard problem == nil else { return }
        guard fields.count < Self.maximumFieldCount else { return problem = .tooManyFields }
        guard let text = String(validating: field, as: UTF8.self) else { return problem = .notUTF8 }
        fields.append(text)
    }

    private mutating func endRecord(lastLine: Int, _ emit: (Record) throws -> Void) rethrows {
        // A CR before the end belongs to the line's end, not to the last field.
        if state == .plain, field.last == UInt8(ascii: "\r") { field.removeLast() }
        let isEmpty = isRecordEmpty && problem == nil
        if !isEmpty { endField() }
        let record = Record(line: startLine, lastLine: lastLine, fields: fields, problem: problem)
        fields = []
        field.removeAll(keepingCapacity: field.capacity <= 65_536)
        problem = nil
        state = .startOfField
        length = 0
        isRecordEmpty = true
        startLine = line
        if !isEmpty { try emit(record) }
    }
}
