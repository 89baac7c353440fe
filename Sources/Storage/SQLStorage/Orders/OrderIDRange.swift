import SQLPort

/// A range of order ids with at most one limit on either side, so that an index is entered where the range begins
/// and left where it ends.
struct OrderIDRange {
    private struct Limit {
        let id: String
        /// Whether the range has the id itself.
        let isInside: Bool
    }

    /// Before and after every id there can be.
    private static let (first, last) = (Limit(id: "", isInside: true), Limit(id: "~", isInside: true))

    private var lower: Limit?
    private var upper: Limit?

    /// Narrows the range from below; nil leaves it as it is.
    mutating func limitBelow(_ id: String?, isInside: Bool) {
        guard let id else { return }
        let isNarrower = lower.map { id > $0.id || id == $0.id && !isInside } ?? true
        if isNarrower { lower = Limit(id: id, isInside: isInside) }
    }

    /// Narrows the range from above; nil leaves it as it is.
    mutating func limitAbove(_ id: String?, isInside: Bool) {
        guard let id else { return }
        let isNarrower = upper.map { id < $0.id || id == $0.id && !isInside } ?? true
        if isNarrower { upper = Limit(id: id, isInside: isInside) }
    }

    /// Conditions on a column that holds ids.
    func conditions(on column: String, in query: inout ListQuery) -> [String] {
        var conditions: [String] = []
        if let lower {
            conditions.append("\(column) \(lower.isInside ? ">=" : ">") \(query.parameter(.text(lower.id)))")
        }
        if let upper {
            conditions.append("\(column) \(upper.isInside ? "<=" : "<") \(query.parameter(.text(upper.id)))")
        }
        return conditions
    }

    /// Conditions on the two columns of an index, the first of which has one value.
    func conditions(
        on column: String,
        under first: String,
        equal value: String,
        in query: inout ListQuery
    ) -> [String] {
        let (lower, upper) = (lower ?? Self.first, upper ?? Self.last)
        let value = query.parameter(.text(value))
        let (low, high) = (query.parameter(.text(lower.id)), query.parameter(.text(upper.id)))
        return [
            "(\(first), \(column)) \(lower.isInside ? ">=" : ">") (\(value), \(low))",
            "(\(first), \(column)) \(upper.isInside ? "<=" : "<") (\(value), \(high))",
        ]
    }
}
