/// What a single log line may hold; the rest is left out.
enum LogLimits {
    static let maximumMembers = 64
    static let maximumElements = 64
    static let maximumDepth = 6
}
