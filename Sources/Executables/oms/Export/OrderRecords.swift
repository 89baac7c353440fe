import Foundation

/// Writes orders as a file has them.
package struct OrderRecords: Sendable {
    private let format: FileFormat

    package init(format: FileFormat) {
        self.format = format
    }

    /// What stands before the first order.
    package var header: [UInt8] {
        format == .csv ? CSVWriter.record(OrderColumn.allCases.map(\.rawValue)) : []
    }

    /// One order: its JSON as the server sent it, or a CSV record for each item.
    /// - Parameter json: the order resource.
    /// - Returns: whole lines.
    /// - Throws: `DecodingError` when it is no JSON.
    package func order(_ json: ArraySlice<UInt8>) throws -> [UInt8] {
        switch format {
        case .jsonl: return json + [UInt8(ascii: "\n")]
        case .csv:
            let order = try JSONDecoder().decode(JSONValue.self, from: Data(json))
            return order["items"].entries.flatMap { item in
                CSVWriter.record(OrderColumn.allCases.map { $0.text(of: order, item: item) })
            }
        }
    }
}

extension OrderColumn {
    /// What stands in the column for one item of an order; empty when there is nothing.
    fileprivate func text(of order: JSONValue, item: JSONValue) -> String {
        let path = rawValue.split(separator: ".").map(String.init)
        let value = path.reduce(isOfItem ? item : order) { $0[$1] }
        return value.shown ?? ""
    }
}
