/// Looks at a condition again and again until it holds.
/// - Returns: whether it did within ``RunningServer/patience``.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + RunningServer.patience
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}
