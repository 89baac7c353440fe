import GRPCCore
import Logging
import TemporalAPI

/// What an engine does by itself.
struct EngineWork: Sendable {
    /// How exactly polls end at their deadline.
    private static let sweepInterval = Duration.milliseconds(100)
    private static let forgetInterval = Duration.seconds(60)
    /// Runs whose time has come and which are looked at together, so that they share a commit.
    private static let timerBatch = 256
    private static let page = 500
    /// Runs whose tasks are offered together: what changes in them shares a commit.
    private static let offeredAtOnce = 64
    private static let loadInterval = Duration.seconds(10)
    private static let retryPause = Duration.seconds(1)

    let host: RunHost
    let starter: RunStarter

    /// Works until the task is cancelled.
    func run() async {
        let room = WakeSignal()
        host.matching.onRoom { _ in room.set() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await fireTimers() }
            group.addTask { await OutboundDispatcher(host: host, starter: starter).run() }
            group.addTask { await offerTasks(again: room) }
            group.addTask { await readAgainAfterDoubt(room) }
            group.addTask { await sweepPolls() }
            group.addTask { await forgetQueues() }
            group.addTask { await removeExpired() }
            group.addTask { await recordLoad() }
        }
    }

    // MARK: Timers

    private func fireTimers() async {
        while !Task.isCancelled {
            await host.timers.wait(on: host.clock)
            if Task.isCancelled { return }
            if host.timers.needsReading(at: host.clock.now()) { await readTimers() }
            let due = host.timers.take(until: host.clock.now(), limit: Self.timerBatch)
            await withTaskGroup(of: Void.self) { group in
                for key in due { group.addTask { await fire(key) } }
            }
        }
    }

    private func fire(_ key: RunKey) async {
        var ids = host.ids
        do {
            let next = try await host.update(key) { state, now in
                state.fireDue(now: now, ids: &ids)
                return state.nextDue
            }
            // When nothing happened nothing was stored, and the time is not set anew.
            host.timers.setIfAbsent(key, due: next)
        } catch let error as ServiceError where error.code == .notFound {
            // The run was deleted.
        } catch {
            host.logger.warning("A timer waits", metadata: ["run_id": "\(key.runID)", "error": "\(error)"])
            host.timers.set(key, due: host.clock.now() + Self.retryPause, isStored: false)
        }
    }

    /// Reads the times that come next, as many as fit.
    private func readTimers() async {
        // Times that are set from now on are kept as long as there is room.
        host.timers.setHorizon(.distantFuture)
        do {
            let limit = max(1, min(host.timers.room, 10_000))
            let runs = try await host.storing {
                try await host.store.timers(from: .min, after: "", limit: limit)
            }
            for run in runs {
                guard let due = run.nextDue else { continue }
                host.timers.setIfAbsent(host.key(of: run), due: EngineTime(nanoseconds: due))
            }
            if runs.count == limit, let last = runs.last?.nextDue {
                host.timers.lowerHorizon(to: EngineTime(nanoseconds: last))
            }
        } catch {
            host.logger.warning("Timers cannot be read", metadata: ["error": "\(error)"])
            host.timers.lowerHorizon(to: host.clock.now() + Self.retryPause)
        }
    }

    // MARK: Tasks that wait since before the start

    private func offerTasks(again room: WakeSignal) async {
        while !Task.isCancelled {
            await offerTasks()
            await room.wait()
        }
    }

    /// Runs that were forgotten in memory, because the outcome of a commit is not known, may have lost a task that was
    /// offered or a time that was set: everything is taken up from the database as at a start.
    private func readAgainAfterDoubt(_ room: WakeSignal) async {
        while !Task.isCancelled {
            await host.doubt.wait()
            if Task.isCancelled { return }
            host.outbound.cutAll()
            await OutboundDispatcher(host: host, starter: starter).refill()
            host.timers.setHorizon(EngineTime(nanoseconds: .min))
            room.set()
        }
    }

    private func offerTasks() async {
        var last = ""
        while !Task.isCancelled {
            do {
                let runs = try await host.storing {
                    try await host.store.runsWithTasks(after: last, limit: Self.page)
                }
                for start in stride(from: 0, to: runs.count, by: Self.offeredAtOnce) {
                    await withTaskGroup(of: Void.self) { group in
                        for run in runs[start..<min(start + Self.offeredAtOnce, runs.count)] {
                            group.addTask { await offer(host.key(of: run)) }
                        }
                    }
                }
                guard runs.count == Self.page, let next = runs.last?.runID else { return }
                last = next
            } catch {
                host.logger.warning("Waiting tasks cannot be read", metadata: ["error": "\(error)"])
                try? await host.clock.sleep(until: host.clock.now() + Self.retryPause)
            }
        }
    }

    private func offer(_ key: RunKey) async {
        do {
            try await host.offerTasks(of: key)
        } catch {
            host.logger.error(
                "A run's tasks cannot be offered",
                metadata: ["run_id": "\(key.runID)", "error": "\(error)"]
            )
        }
    }

    // MARK: Tidying

    private func sweepPolls() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.sweepInterval)
            host.matching.expire(at: .now)
        }
    }

    private func forgetQueues() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.forgetInterval)
            host.matching.forgetIdleQueues()
        }
    }

    /// Notes what the engine holds, now and then. Counting open runs is held to a small part of the time.
    private func recordLoad() async {
        var load = EngineLoad()
        var countAt = ContinuousClock.now
        while !Task.isCancelled {
            if ContinuousClock.now >= countAt {
                let start = ContinuousClock.now
                if let open = try? await host.store.countOpenRuns() { load.openRuns = open }
                let took = ContinuousClock.now - start
                countAt = start + took * 100
            }
            host.note(&load)
            host.metrics.record(load)
            try? await Task.sleep(for: Self.loadInterval)
        }
    }

    private func removeExpired() async {
        while !Task.isCancelled {
            do {
                let removed = try await host.removeExpired()
                if removed > 0 { host.logger.info("Removed closed runs", metadata: ["count": "\(removed)"]) }
            } catch is CancellationError {
                return
            } catch {
                host.logger.warning("Closed runs cannot be removed", metadata: ["error": "\(error)"])
            }
            try? await host.clock.sleep(until: host.clock.now() + host.limits.retentionInterval)
        }
    }
}

extension RunHost {
    func key(of run: ResumableRun) -> RunKey {
        RunKey(
            namespace: namespaces.withID(run.namespaceID)?.name ?? "",
            namespaceID: run.namespaceID,
            workflowID: run.workflowID,
            runID: run.runID
        )
    }
}
