import ArgumentParser

/// The two shapes a file of orders may have.
package enum FileFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    case csv
    case jsonl

    /// The format that a path's ending tells; nil for `-` and unknown endings.
    package init?(path: String) {
        let lowercased = path.lowercased()
        if lowercased.hasSuffix(".csv") {
            self = .csv
        } else if lowercased.hasSuffix(".jsonl") || lowercased.hasSuffix(".ndjson") {
            self = .jsonl
        } else {
            return nil
        }
    }
}
