/// Which statements a connection has prepared, by their text, and which of them to let go.
struct StatementCache {
    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { entries.count }

    /// The name of a prepared statement, which counts as a use of it.
    mutating func name(of sql: String) -> String? {
        uses += 1
        entries[sql]?.lastUse = uses
        return entries[sql]?.name
    }

    /// A name that was never used on this connection.
    mutating func newName() -> String {
        names += 1
        return "s\(names)"
    }

    /// Notes a statement as prepared.
    /// - Returns: the name of the one that is to go for it, unused for longest; nil while there is room.
    mutating func insert(_ sql: String, name: String) -> String? {
        uses += 1
        var evicted: String?
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            evicted = oldest.value.name
        }
        entries[sql] = Entry(name: name, lastUse: uses)
        return evicted
    }

    mutating func removeAll() {
        entries = [:]
    }
}
