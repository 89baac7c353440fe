/// Where the engine's time comes from: the machine, or a test that lets time pass.
package protocol EngineClock: Sendable {
    func now() -> EngineTime

    /// Returns at that time or soon after; at once when it is over.
    /// - Throws: `CancellationError`.
    func sleep(until time: EngineTime) async throws
}
