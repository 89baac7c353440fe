/// How long ``eventually(within:_:)`` looks: only a broken test needs it all, on however slow a machine.
package let patience = Duration.seconds(90)

/// Looks at a condition again and again until it holds.
///
/// Lets other tasks run between two looks, and after the first few sleeps too: a loop that only yields keeps a thread
/// of the pool busy, and starves what it waits for.
///
/// - Parameters:
///   - limit: how long to look.
///   - pause: how long to sleep between two looks; zero for a condition that moves a clock of its own, which sleeps
///     only now and then.
///   - condition: what should come to hold.
/// - Returns: whether it did; false when the task is cancelled first.
/// - Throws: what the condition throws.
package func eventually(
    within limit: Duration = patience,
    pause: Duration = .milliseconds(2),
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    var looks = 0
    while true {
        if try await condition() { return true }
        if Task.isCancelled || ContinuousClock.now >= deadline { return false }
        looks += 1
        if looks < 100 || (pause == .zero && looks % 64 != 0) {
            await Task.yield()
        } else {
            try? await Task.sleep(for: max(pause, .milliseconds(1)))
        }
    }
}
