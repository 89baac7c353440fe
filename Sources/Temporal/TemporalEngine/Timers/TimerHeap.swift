/// The earliest of many times, each with the run it belongs to; a run has one time.
struct TimerHeap {
    struct Entry {
        let due: EngineTime
        let key: RunKey
    }

    private var entries: [Entry] = []
    /// Where each run stands in `entries`.
    private var places: [String: Int] = [:]

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    /// Sets or changes a run's time.
    mutating func set(_ due: EngineTime, for key: RunKey) {
        let entry = Entry(due: due, key: key)
        if let place = places[key.runID] {
            let old = entries[place].due
            entries[place] = entry
            if due < old { rise(from: place) } else { sink(from: place) }
        } else {
            entries.append(entry)
            places[key.runID] = entries.count - 1
            rise(from: entries.count - 1)
        }
    }

    mutating func remove(_ runID: String) {
        guard let place = places.removeValue(forKey: runID) else { return }
        let last = entries.removeLast()
        guard place < entries.count else { return }
        let removed = entries[place].due
        entries[place] = last
        places[last.key.runID] = place
        if last.due < removed { rise(from: place) } else { sink(from: place) }
    }

    func due(of runID: String) -> EngineTime? {
        places[runID].map { entries[$0].due }
    }

    /// Takes the entries that are due.
    mutating func take(until now: EngineTime, limit: Int) -> [Entry] {
        var taken: [Entry] = []
        while taken.count < limit, let first, first.due <= now {
            taken.append(first)
            remove(first.key.runID)
        }
        return taken
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].due < entries[parent].due else { return }
            exchange(child, parent)
            child = parent
        }
    }

    private mutating func sink(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].due < entries[least].due { least = child }
            }
            guard least != parent else { return }
            exchange(least, parent)
            parent = least
        }
    }

    private mutating func exchange(_ left: Int, _ right: Int) {
        entries.swapAt(left, right)
        places[entries[left].key.runID] = left
        places[entries[right].key.runID] = right
    }
}
