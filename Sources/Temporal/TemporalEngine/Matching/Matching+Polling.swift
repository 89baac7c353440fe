import Synchronization

/// Why a poll was turned away.
package enum PollRefusal: Error, Equatable {
    /// Too many polls wait, or too many queues are in use.
    case tooMany(String)
}

extension Matching {
    /// Waits for a task.
    ///
    /// - Parameters:
    ///   - queue: where to look.
    ///   - identity: who asks; it is remembered for five minutes.
    ///   - rate: tasks a second that the queue may give out from now on; nil leaves it as it is.
    ///   - workerKey: names the worker's process, so that all its polls can be ended; may be empty.
    ///   - deadline: when to give up.
    /// - Returns: a task; nil when the time is over, the caller was cancelled or its worker was shut down.
    /// - Throws: ``PollRefusal``.
    package func poll(
        _ queue: QueueName,
        identity: String,
        rate: Double? = nil,
        workerKey: String = "",
        deadline: ContinuousClock.Instant
    ) async throws -> QueuedTask? {
        let now = clock.now()
        let id = try state.withLock { state -> UInt64? in
            if state.stoppedKeys.contains(workerKey) { return nil }
            guard state.pollers.count < limits.pollers else { throw PollRefusal.tooMany("polls") }
            if state.queues[queue] == nil, state.queues.count >= limits.queues {
                throw PollRefusal.tooMany("task queues")
            }
            state.queues[queue, default: TaskQueueState()].note(identity: identity, now: now)
            state.queues[queue]?.setRate(rate, now: now)
            state.lastPollerID += 1
            state.arriving.insert(state.lastPollerID)
            return state.lastPollerID
        }
        guard let id else { return nil }
        let task = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let poller = Poller(
                    queue: queue,
                    deadline: deadline,
                    workerKey: workerKey,
                    continuation: continuation
                )
                wait(poller, id: id, now: now)
            }
        } onCancel: {
            cancel(id)
        }
        state.withLock { $0.queues[queue]?.note(identity: identity, now: clock.now()) }
        guard Task.isCancelled, let task else { return task }
        giveBack(task, to: queue)
        return nil
    }

    private func wait(_ poller: Poller, id: UInt64, now: EngineTime) {
        var isCancelled = false
        deliver(now: now) { state in
            guard state.arriving.remove(id) != nil else {
                isCancelled = true
                return nil
            }
            state.pollers[id] = poller
            state.queues[poller.queue, default: TaskQueueState()].addPoller(id)
            return poller.queue
        }
        if isCancelled { poller.continuation.resume(returning: nil) }
    }

    private func cancel(_ id: UInt64) {
        let poller = state.withLock { state -> Poller? in
            state.arriving.remove(id)
            guard let poller = state.pollers.removeValue(forKey: id) else { return nil }
            _ = state.queues[poller.queue]?.removePoller(id)
            return poller
        }
        poller?.continuation.resume(returning: nil)
    }

    /// Answers the polls whose time is over.
    /// - Parameter instant: what time it is for the pollers.
    package func expire(at instant: ContinuousClock.Instant) {
        end { $0.deadline <= instant }
    }

    /// Forgets queues that nobody used for long.
    package func forgetIdleQueues() {
        let now = clock.now()
        state.withLock { state in
            for name in Array(state.queues.keys) {
                state.queues[name]?.forget(now: now)
                if state.queues[name]?.isForgotten(now: now) == true { state.queues[name] = nil }
            }
        }
    }

    /// Answers all polls of a worker that shuts down, and those that come later.
    ///
    /// - Parameters:
    ///   - workerKey: names the worker; not empty.
    ///   - namespaceID: whose.
    package func endPolls(of workerKey: String, namespaceID: String) {
        state.withLock { state in
            guard state.stoppedKeys.insert(workerKey).inserted else { return }
            state.stopped.append(workerKey)
            if state.stopped.count > limits.stoppedWorkers, let oldest = state.stopped.popFirst() {
                state.stoppedKeys.remove(oldest)
            }
        }
        end { $0.workerKey == workerKey && $0.queue.namespaceID == namespaceID }
    }

    /// Answers all polls; the engine stops.
    package func endAllPolls() {
        end { _ in true }
    }

    private func end(where isEnded: (Poller) -> Bool) {
        let ended = state.withLock { state -> [Poller] in
            let ids = state.pollers.filter { isEnded($0.value) }.map(\.key)
            return ids.compactMap { id in
                guard let poller = state.pollers.removeValue(forKey: id) else { return nil }
                _ = state.queues[poller.queue]?.removePoller(id)
                return poller
            }
        }
        for poller in ended { poller.continuation.resume(returning: nil) }
    }
}
