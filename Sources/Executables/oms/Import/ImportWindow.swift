/// Keeps track of which rows are settled, so that a rerun knows what it need not send again.
///
/// Rows are sent side by side and settle in any order; what counts is the unbroken run of settled rows from
/// the start of the file. Pure: it knows no file and no server.
package struct ImportWindow: Sendable, Equatable {
    /// How far the sending may run ahead of the oldest row that is not settled.
    package static let maximumSpan = 4_096

    package enum Outcome: Sendable, Equatable {
        case created
        case alreadyThere
        case refused(RefusedRow)
    }

    /// How many rows of the unbroken run ended how.
    package struct Counts: Codable, Sendable, Equatable {
        package var created = 0
        package var alreadyThere = 0
        package var refused = 0

        package init(created: Int = 0, alreadyThere: Int = 0, refused: Int = 0) {
            self.created = created
            self.alreadyThere = alreadyThere
            self.refused = refused
        }

        package var total: Int { created + alreadyThere + refused }
    }

    /// The rows before this index are settled, every one.
    package private(set) var settledRows: Int
    /// The last line of the settled rows.
    package private(set) var settledLine = 0
    package private(set) var counts: Counts
    private var waiting: [Int: (outcome: Outcome, lastLine: Int)] = [:]

    package static func == (left: ImportWindow, right: ImportWindow) -> Bool {
        left.settledRows == right.settledRows && left.counts == right.counts
            && left.waiting.keys == right.waiting.keys
    }

    /// - Parameters:
    ///   - settledRows: how many rows an earlier run settled.
    ///   - counts: how those ended.
    package init(settledRows: Int = 0, counts: Counts = Counts()) {
        self.settledRows = settledRows
        self.counts = counts
    }

    /// Whether a row was settled by an earlier run.
    package func isSettled(_ index: Int) -> Bool { index < settledRows || waiting[index] != nil }

    /// Whether a row may be sent now, without running too far ahead.
    package func admits(_ index: Int) -> Bool { index - settledRows < Self.maximumSpan }

    /// Notes what became of a row.
    /// - Returns: the refused rows that now belong to the unbroken run, in the order of the file.
    package mutating func settle(_ row: ImportRow, as outcome: Outcome) -> [RefusedRow] {
        guard !isSettled(row.index) else { return [] }
        waiting[row.index] = (outcome, row.lastLine)
        var refused: [RefusedRow] = []
        while let next = waiting.removeValue(forKey: settledRows) {
            settledRows += 1
            settledLine = next.lastLine
            switch next.outcome {
            case .created: counts.created += 1
            case .alreadyThere: counts.alreadyThere += 1
            case .refused(let row):
                counts.refused += 1
                refused.append(row)
            }
        }
        return refused
    }
}

/// A row that the server, or the reader of the file, refused.
package struct RefusedRow: Sendable, Equatable {
    package let line: Int
    package let lastLine: Int
    /// What its owner calls it.
    package let name: String?
    /// The server's answer; nil when the row never was sent.
    package let status: Int?
    package let reasons: [String]

    package init(line: Int, lastLine: Int, name: String?, status: Int?, reasons: [String]) {
        self.line = line
        self.lastLine = lastLine
        self.name = name
        self.status = status
        self.reasons = reasons
    }
}
