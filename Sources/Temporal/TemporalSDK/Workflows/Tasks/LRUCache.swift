/// A bounded dictionary that forgets what was not used for longest. Every operation takes constant time.
struct LRUCache<Key: Hashable, Value> {
    private struct Entry {
        let key: Key
        var value: Value
        /// Towards the newer ones.
        var newer: Int?
        var older: Int?
    }

    let capacity: Int
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var index: [Key: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// - Parameter capacity: how many entries may stay; 0 for none.
    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { index.count }

    /// Adds a value as the newest one.
    /// - Parameters:
    ///   - value: a new one for its key: an older one is replaced.
    ///   - key: its name.
    /// - Returns: what had to go: the replaced value, and the oldest when there are too many.
    mutating func insert(_ value: Value, for key: Key) -> [Value] {
        var gone = [remove(key)].compactMap(\.self)
        let entry = Entry(key: key, value: value, newer: nil, older: newest)
        let position: Int
        if let reused = free.popLast() {
            position = reused
            entries[position] = entry
        } else {
            position = entries.count
            entries.append(entry)
        }
        if let newest { entries[newest]?.newer = position }
        newest = position
        oldest = oldest ?? position
        index[key] = position
        while count > capacity, let oldest, let key = entries[oldest]?.key, let value = remove(key) {
            gone.append(value)
        }
        return gone
    }

    mutating func remove(_ key: Key) -> Value? {
        guard let position = index.removeValue(forKey: key), let entry = entries[position] else { return nil }
        if let newer = entry.newer { entries[newer]?.older = entry.older } else { newest = entry.older }
        if let older = entry.older { entries[older]?.newer = entry.newer } else { oldest = entry.newer }
        entries[position] = nil
        free.append(position)
        return entry.value
    }

    mutating func removeAll() -> [Value] {
        let values = entries.compactMap { $0?.value }
        self = LRUCache(capacity: capacity)
        return values
    }
}
