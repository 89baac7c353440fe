import Logging
import TemporalAPI

/// Carries out what runs ask of each other: at least once, and whoever is asked knows a repeated request.
struct OutboundDispatcher: Sendable {
    private static let firstPause = Duration.milliseconds(50)
    private static let longestPause = Duration.seconds(10)
    static let page = 1_000

    let host: RunHost
    let starter: RunStarter

    /// Works until the task is cancelled.
    func run() async {
        await refill()
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<OutboundQueue.laneCount {
                group.addTask { await serve(lane) }
            }
        }
    }

    private func serve(_ lane: Int) async {
        while let row = await host.outbound.next(in: lane) {
            await carryOut(row)
            host.outbound.finish(row)
            await refill()
        }
    }

    /// Tries until it is done: rows behind it in the lane wait.
    private func carryOut(_ row: OutboundRow) async {
        var pause = Self.firstPause
        while !Task.isCancelled {
            do {
                try await handle(row)
                return
            } catch {
                host.logger.warning(
                    "A request of a run to another is tried again",
                    metadata: ["kind": "\(row.kind)", "run_id": "\(row.source.runID)", "error": "\(error)"]
                )
            }
            try? await host.clock.sleep(until: host.clock.now() + pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func handle(_ row: OutboundRow) async throws {
        switch row.kind {
        case .startChild: try await startChild(row)
        case .signalExternal: try await signalExternal(row)
        case .cancelExternal: try await cancelExternal(row)
        case .childClosed: try await childClosed(row)
        case .terminateChild, .cancelChild: try await closeChild(row)
        }
    }

    /// Reads rows that were left out while too many waited, as far as they fit.
    func refill() async {
        while !Task.isCancelled, let first = host.outbound.beginRefill() {
            do {
                let rows = try await host.storing {
                    try await host.store.outbound(after: first - 1, limit: Self.page)
                }
                host.outbound.refill(rows, isAll: rows.count < Self.page)
            } catch {
                host.logger.warning("Requests of runs cannot be read", metadata: ["error": "\(error)"])
                try? await host.clock.sleep(until: host.clock.now() + Self.longestPause)
            }
        }
    }
}
