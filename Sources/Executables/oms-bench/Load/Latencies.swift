/// How long each answer took, all of them, so that percentiles are exact.
struct Latencies: Sendable {
    private var microseconds: [UInt32] = []

    var count: Int { microseconds.count }

    mutating func add(nanoseconds: Int64) {
        microseconds.append(UInt32(clamping: nanoseconds / 1_000))
    }

    /// What these shares of the answers did not exceed.
    /// - Parameter shares: from 0 to 1.
    /// - Returns: milliseconds; 0 without any answers.
    func percentiles(_ shares: [Double]) -> [Double] {
        let sorted = microseconds.sorted()
        return shares.map { share in
            guard !sorted.isEmpty else { return 0 }
            let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
            return Double(sorted[min(max(rank, 0), sorted.count - 1)]) / 1_000
        }
    }
}
