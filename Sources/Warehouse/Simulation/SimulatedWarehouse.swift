import OMSKernel

/// Does the work of operators, through their own use cases, at a given pace.
///
/// It keeps nothing in mind: what is to be done is looked up each time, so that it goes on where it was after a
/// restart, and several of them at once only do some work twice, which changes nothing.
package struct SimulatedWarehouse: Sendable {
    /// How long it rests when it found nothing to do, unless it is woken.
    package static let rest = Duration.milliseconds(500)
    private static let actor = "simulation"

    private let work: PickAndPack
    private let pace: Duration
    private let clock: any Clock<Duration>
    private let wait: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - work: the operators' use cases.
    ///   - pace: how long each task, and each packing, takes; with zero a page of them is done at once.
    ///   - clock: waits for each piece of work.
    ///   - wait: rests for a time, or until there may be something to do; nil rests by the clock.
    package init(
        work: PickAndPack,
        pace: Duration,
        clock: any Clock<Duration>,
        wait: (@Sendable (Duration) async throws -> Void)? = nil
    ) {
        self.work = work
        self.pace = max(pace, .zero)
        self.clock = clock
        self.wait = wait ?? { try await clock.sleep(for: $0) }
    }

    /// Works until the task is cancelled.
    /// - Parameter onError: told of what a step threw; the next one follows after a rest.
    package func run(onError: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do {
                if try await step() == 0 { try await wait(Self.rest) }
            } catch is CancellationError {
                return
            } catch {
                onError(error)
                do { try await clock.sleep(for: Self.rest) } catch { return }
            }
        }
    }

    /// Packs what is picked, then picks the next open tasks: at most a page of each.
    /// - Returns: how much it did.
    /// - Throws: what the store throws; what was cancelled meanwhile is passed over.
    package func step() async throws -> Int {
        guard let page = PageLimit(PageLimit.range.upperBound) else { return 0 }
        let picked = try await work.waves(in: .picked, after: nil, limit: page).elements
        let packed = try await each(picked) { try await work.pack($0.orderID, actor: Self.actor) }
        let open = try await work.openTasks(after: nil, limit: page).elements
        return packed + (try await each(open) { try await work.complete($0.id, actor: Self.actor) })
    }

    private func each<Piece: Sendable, Result: Sendable>(
        _ pieces: [Piece],
        _ body: @escaping @Sendable (Piece) async throws -> Result
    ) async throws -> Int {
        guard pace == .zero else {
            var count = 0
            for piece in pieces {
                try await clock.sleep(for: pace)
                if try await Self.attempt({ try await body(piece) }) { count += 1 }
            }
            return count
        }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for piece in pieces {
                group.addTask { try await Self.attempt { try await body(piece) } }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    private static func attempt<Result>(_ body: () async throws -> Result) async throws -> Bool {
        do {
            _ = try await body()
            return true
        } catch is WarehouseError {
            return false
        }
    }
}
