/// The rows that were sent and are not answered yet.
package struct InFlightRows: Sendable {
    private let limit: Int
    private var count = 0
    private var claims: Set<String> = []

    /// - Parameter limit: how many rows may be under way at once.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Whether a row may be sent now: there is room, and no row under way claims what it claims.
    package func admits(_ row: ImportRow) -> Bool {
        count < limit && claims.isDisjoint(with: row.claims)
    }

    package mutating func insert(_ row: ImportRow) {
        count += 1
        claims.formUnion(row.claims)
    }

    package mutating func remove(_ row: ImportRow) {
        count -= 1
        claims.subtract(row.claims)
    }
}

extension ImportRow {
    fileprivate var claims: [String] {
        if case .order(let order) = content { order.claims } else { [] }
    }
}
