/// Lets so many tasks pass a second, with a tenth of a second's worth at once.
struct TokenBucket {
    private(set) var ratePerSecond: Double
    private var tokens: Double
    private var filledAt: EngineTime

    init(ratePerSecond: Double, now: EngineTime) {
        self.ratePerSecond = ratePerSecond
        tokens = Self.size(ratePerSecond)
        filledAt = now
    }

    private static func size(_ rate: Double) -> Double { rate <= 0 ? 0 : max(1, rate / 10) }

    mutating func setRate(_ rate: Double, now: EngineTime) {
        guard rate != ratePerSecond else { return }
        fill(now)
        ratePerSecond = rate
        tokens = min(tokens, Self.size(rate))
    }

    /// - Parameter now: what time it is.
    /// - Returns: whether one may pass.
    mutating func take(now: EngineTime) -> Bool {
        fill(now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    /// Gives back what was taken for a task that was not used.
    mutating func giveBack() {
        tokens = min(tokens + 1, Self.size(ratePerSecond))
    }

    /// When the next may pass; nil when none ever may at this rate.
    func nextTime(now: EngineTime) -> EngineTime? {
        guard ratePerSecond > 0 else { return nil }
        let missing = max(0, 1 - tokens)
        // A nanosecond more, so that rounding does not wake too early.
        return now + .nanoseconds(Int64((missing / ratePerSecond * 1e9).rounded(.up)) + 1)
    }

    private mutating func fill(_ now: EngineTime) {
        let seconds = Double((now - filledAt).wholeNanoseconds) / 1e9
        guard seconds > 0 else { return }
        tokens = min(Self.size(ratePerSecond), tokens + seconds * ratePerSecond)
        filledAt = now
    }
}
