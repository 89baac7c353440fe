/// How long files and lines may be.
enum Sizes {
    static let maximumLines = 450
    /// Files that may be longer, each with its reason.
    static let longFiles: [String: String] = [:]

    static func violations(in file: SourceFile, lineLength: Int) -> [Violation] {
        var violations: [Violation] = []
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        if count > maximumLines, longFiles[file.path] == nil {
            violations.append(
                Violation(path: file.path, line: 0, problem: "has \(count) lines, more than \(maximumLines)")
            )
        }
        for (index, line) in file.lines.enumerated() where line.count > lineLength {
            // The formatter cannot break a text between quotes, a regular expression or a test's name.
            guard !["\"", "#/", "https://", "func `"].contains(where: line.contains) else { continue }
            violations.append(
                Violation(
                    path: file.path,
                    line: index + 1,
                    problem: "has \(line.count) columns, more than \(lineLength)"
                )
            )
        }
        return violations
    }

    /// The width that .swift-format sets; nil when it sets none.
    static func lineLength(inFormat configuration: String) -> Int? {
        configuration.firstMatch(of: #/"lineLength"\s*:\s*(\d+)/#).flatMap { Int($0.1) }
    }
}
