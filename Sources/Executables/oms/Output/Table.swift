/// Rows under headings, in columns as wide as they need to be.
package struct Table: Sendable {
    private let headings: [String]
    private var rows: [[String]] = []

    package init(_ headings: [String]) {
        self.headings = headings
    }

    package mutating func add(_ cells: [String?]) {
        rows.append(cells.map { PlainText.shown($0 ?? "-") })
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// The lines, without spaces at their ends.
    package var lines: [String] {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { column < $0.count ? PlainText.width($0[column]) : 0 }.max() ?? 0
        }
        return ([headings] + rows).map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                line += cell
                guard column < cells.count - 1 else { break }
                line += String(repeating: " ", count: widths[column] - PlainText.width(cell) + 2)
            }
            return line
        }
    }

    /// Writes the lines to the standard output.
    package func show() {
        for line in lines { Terminal.line(line) }
    }
}

/// Names and values, one pair a line.
package struct Listing: Sendable {
    private var pairs: [(name: String, value: String)] = []

    package init() {}

    /// Adds a pair; one without a value is left out.
    package mutating func add(_ name: String, _ value: String?) {
        if let value { pairs.append((name, PlainText.shown(value))) }
    }

    package var lines: [String] {
        let width = pairs.map { PlainText.width($0.name) }.max() ?? 0
        return pairs.map { $0.name + String(repeating: " ", count: width - PlainText.width($0.name) + 2) + $0.value }
    }

    /// Writes the lines to the standard output.
    package func show() {
        for line in lines { Terminal.line(line) }
    }
}
