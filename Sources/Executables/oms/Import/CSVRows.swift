/// Makes rows of a CSV file: consecutive records of one order become one row.
package struct CSVRows: RowParser {
    private var reader = CSVReader()
    private var keys = RowKeys()
    private var count = 0
    private var header: [OrderColumn?]?
    private var open: CSVOrder?
    private var broken: BrokenRecord?
    private let ignoresUnknownColumns: Bool

    /// - Parameter ignoresUnknownColumns: whether a column that no order has is passed over, not refused.
    package init(ignoresUnknownColumns: Bool = false) {
        self.ignoresUnknownColumns = ignoresUnknownColumns
    }

    package mutating func feed(_ bytes: [UInt8], _ emit: (ImportRow) -> Void) throws {
        var records: [CSVReader.Record] = []
        reader.feed(bytes) { records.append($0) }
        for record in records { try take(record, emit) }
    }

    package mutating func finish(_ emit: (ImportRow) -> Void) throws {
        var records: [CSVReader.Record] = []
        reader.finish { records.append($0) }
        for record in records { try take(record, emit) }
        try closeOpenOrder(emit)
    }

    private mutating func take(_ record: CSVReader.Record, _ emit: (ImportRow) -> Void) throws {
        guard let header else {
            if let problem = record.problem { throw headerFailure("The header row \(problem)") }
            header = try columns(record.fields)
            return
        }
        var values: CSVOrder.Values = [:]
        for (column, field) in zip(header, record.fields) {
            if let column, !column.isExportOnly, !field.isEmpty { values[column] = SpreadsheetText.unprotected(field) }
        }
        if let problem = record.problem {
            try refuse(record, values, "the row \(problem)", emit)
        } else if record.fields.count != header.count {
            try refuse(record, values, "the row has \(record.fields.count) fields, the header \(header.count)", emit)
        } else if open?.continues(with: values) == true {
            open?.add(values, line: record.line, lastLine: record.lastLine)
        } else {
            try closeOpenOrder(emit)
            var order = CSVOrder(values, line: record.line, lastLine: record.lastLine)
            if let broken, broken.mayBelong(to: order) { order.missesItem(on: broken.line) }
            broken = nil
            open = order
        }
    }

    /// Refuses a record that cannot be read, and with it the orders beside it that it may be an item of: an
    /// order that lost an item must not be placed.
    private mutating func refuse(
        _ record: CSVReader.Record,
        _ values: CSVOrder.Values,
        _ reason: String,
        _ emit: (ImportRow) -> Void
    ) throws {
        let found = BrokenRecord(line: record.line, values: values)
        if let order = open, found.mayBelong(to: order) { open?.missesItem(on: found.line) }
        try closeOpenOrder(emit)
        broken = found
        let name = values[.externalOrderID] ?? values[.requestID]
        emit(row(line: record.line, lastLine: record.lastLine, name: name, .malformed([reason])))
    }

    private mutating func closeOpenOrder(_ emit: (ImportRow) -> Void) throws {
        guard let order = open else { return }
        open = nil
        let identity = order.identity
        var content = ImportRow.Content.malformed(order.problems)
        if order.problems.isEmpty {
            let body = order.body
            let key = try keys.key(for: identity, content: body)
            content = .order(ImportOrder(body: body, key: key, identity: identity))
        }
        emit(row(line: order.firstLine, lastLine: order.lastLine, name: identity.name, content))
    }

    private mutating func row(line: Int, lastLine: Int, name: String?, _ content: ImportRow.Content) -> ImportRow {
        defer { count += 1 }
        return ImportRow(index: count, line: line, lastLine: lastLine, name: name, content: content)
    }

    private func columns(_ names: [String]) throws -> [OrderColumn?] {
        let columns = names.map { OrderColumn(rawValue: $0.trimmed) }
        let unknown = zip(names, columns).filter { $0.1 == nil }.map(\.0)
        if !unknown.isEmpty, !ignoresUnknownColumns {
            throw headerFailure("The header row names unknown columns: \(unknown.prefix(10).joined(separator: ", "))")
        }
        let known = columns.compactMap { $0 }
        if let twice = known.first(where: { column in known.filter { $0 == column }.count > 1 }) {
            throw headerFailure("The header row names \(twice.rawValue) twice")
        }
        guard known.contains(.sku), known.contains(.quantity) else {
            throw headerFailure("The header row must name at least sku and quantity")
        }
        return columns
    }

    private func headerFailure(_ text: String) -> CommandFailure {
        let known = OrderColumn.imported.map(\.rawValue).joined(separator: ", ")
        return CommandFailure("\(text). Known columns: \(known)", exit: .failed)
    }
}

/// A record that could not be read, with what stands before its problem.
private struct BrokenRecord: Sendable {
    let line: Int
    let values: CSVOrder.Values

    /// Whether it may be an item of an order: it names the order's id, or nothing is known of its ids.
    func mayBelong(to order: CSVOrder) -> Bool {
        let identity = order.identity
        guard identity.name != nil else { return false }
        if let requestID = values[.requestID], let other = identity.requestID { return requestID == other }
        if let externalID = values[.externalOrderID], let other = identity.externalOrderID {
            return externalID == other
        }
        return values[.requestID] == nil && values[.externalOrderID] == nil
    }
}
