import TemporalEngine

/// Ids that count up and look like the service's.
struct TestIDs: IDSource {
    private var count = 0

    mutating func next() -> String {
        count += 1
        let digits = String(count)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
