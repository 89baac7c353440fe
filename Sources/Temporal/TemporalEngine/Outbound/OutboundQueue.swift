import Synchronization

/// What runs ask of each other and is not carried out yet, in lanes: what one run asks stays in order.
final class OutboundQueue: Sendable {
    static let laneCount = 16

    private struct State {
        var lanes = Array(repeating: FIFO<OutboundRow>(), count: OutboundQueue.laneCount)
        /// Rows that wait or are being carried out.
        var ids: Set<Int64> = []
        var lastID: Int64 = 0
        /// Rows from here on are in the database alone.
        var cutFrom: Int64?
        /// The last row that was left out since the last reading began.
        var lastLeftOut: Int64 = 0
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let signals = (0..<OutboundQueue.laneCount).map { _ in WakeSignal() }

    /// - Parameter capacity: how many rows are held in memory.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Begins to count behind the rows that the database has.
    func start(after id: Int64) {
        state.withLock { $0.lastID = max($0.lastID, id) }
    }

    func nextID() -> Int64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    func add(_ row: OutboundRow) {
        let lane = Self.lane(of: row)
        let isAdded = state.withLock { state -> Bool in
            guard !state.ids.contains(row.id) else { return false }
            guard state.ids.count < capacity, state.cutFrom == nil else {
                // Rows behind one that was left out are left out too, so that they stay in order.
                state.cutFrom = min(state.cutFrom ?? row.id, row.id)
                state.lastLeftOut = max(state.lastLeftOut, row.id)
                return false
            }
            state.ids.insert(row.id)
            state.lanes[lane].append(row)
            return true
        }
        if isAdded { signals[lane].set() }
    }

    /// Waits for the next row of a lane.
    /// - Returns: nil when the task is cancelled.
    func next(in lane: Int) async -> OutboundRow? {
        while !Task.isCancelled {
            if let row = state.withLock({ $0.lanes[lane].popFirst() }) { return row }
            await signals[lane].wait()
        }
        return nil
    }

    func finish(_ row: OutboundRow) {
        state.withLock { _ = $0.ids.remove(row.id) }
    }

    /// Begins to read rows that were left out.
    /// - Returns: from which row on; nil when none were left out or there is no room yet.
    func beginRefill() -> Int64? {
        state.withLock { state in
            guard state.ids.count < capacity / 2, let first = state.cutFrom else { return nil }
            state.lastLeftOut = 0
            return first
        }
    }

    /// Takes rows that were read from the database.
    ///
    /// - Parameters:
    ///   - rows: in order, from where rows were left out.
    ///   - isAll: whether there were no more when they were read.
    func refill(_ rows: [OutboundRow], isAll: Bool) {
        let lanes = state.withLock { state -> Set<Int> in
            var lanes: Set<Int> = []
            for row in rows where state.ids.insert(row.id).inserted {
                state.lanes[Self.lane(of: row)].append(row)
                lanes.insert(Self.lane(of: row))
            }
            let last = rows.last?.id ?? max(0, (state.cutFrom ?? 1) - 1)
            // What was left out while the rows were read may not be among them.
            state.cutFrom = isAll && state.lastLeftOut <= last ? nil : last + 1
            return lanes
        }
        for lane in lanes { signals[lane].set() }
    }

    /// Notes that all rows are in the database alone: before they are read at the start.
    func cutAll() {
        state.withLock { $0.cutFrom = 0 }
    }

    var count: Int { state.withLock { $0.ids.count } }

    private static func lane(of row: OutboundRow) -> Int {
        // The hash of a run id does not change while the engine runs, which is all that order needs.
        Int(UInt(bitPattern: row.source.runID.hashValue) % UInt(laneCount))
    }
}
