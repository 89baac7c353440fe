/// Reads and writes durations as people write them in configuration: `30d`, `12h`, `1h30m`, `250ms`, `0s`.
package enum DurationText {
    /// What ``parse(_:)`` takes, for error messages.
    package static let allowed = "a duration such as 30d, 12h, 1h30m, 45s, 250ms or 0s"

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Reads whole numbers, each followed by its unit, from the largest unit to the smallest, each at most once.
    /// - Parameter text: no spaces, signs or fractions.
    /// - Returns: nil for anything else, and for more than 64 bits of milliseconds.
    package static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total: Int64 = 0
        var smallestSoFar = Int64.max
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(letters.count)
            guard let count = Int64(digits),
                let unit = units.first(where: { $0.name == letters }),
                unit.milliseconds < smallestSoFar
            else { return nil }
            smallestSoFar = unit.milliseconds
            let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, overflowOfSum) = total.addingReportingOverflow(product)
            guard !overflow, !overflowOfSum else { return nil }
            total = sum
        }
        return .milliseconds(total)
    }

    /// The shortest text that ``parse(_:)`` reads back as the same duration, whole milliseconds given.
    package static func format(_ duration: Duration) -> String {
        var rest = duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
        var text = ""
        for unit in units where rest / unit.milliseconds > 0 {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }
}
