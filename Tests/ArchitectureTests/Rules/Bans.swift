/// What may not be written, and where.
enum Bans {
    struct Ban: Sendable {
        let text: String
        let reason: String
        let isBannedIn: @Sendable (String) -> Bool

        init(_ text: String, _ reason: String, in isBannedIn: @escaping @Sendable (String) -> Bool = { _ in true }) {
            self.text = text
            self.reason = reason
            self.isBannedIn = isBannedIn
        }
    }

    /// Banned in code; comments and texts between quotes do not count.
    static let inCode: [Ban] = [
        Ban("fatalError(", "a state that can be reached must be an error"),
        Ban("try!", "handle the error"),
        Ban("as!", "cast with as? and handle what does not fit"),
        Ban("@testable", "package access is enough"),
        Ban("print(", "only executables print; everything else logs") { path in
            path.hasPrefix("Sources/") && !path.hasPrefix("Sources/Executables/")
        },
        Ban("Date()", "time is passed in", in: isPure),
        Ban("UUID()", "new ids are passed in", in: isPure),
        Ban(".random(", "new ids are passed in", in: isPure),
        Ban("Task.sleep", "time is passed in", in: isPure),
        Ban("Date()", "the wall clock is read in Kernel/Values/WallClock.swift alone, through WallClock") { path in
            path.hasPrefix("Sources/") && !isPure(path) && path != "Sources/Kernel/Values/WallClock.swift"
        },
        Ban("Date.now", "the wall clock is read in Kernel/Values/WallClock.swift alone, through WallClock") { path in
            path.hasPrefix("Sources/")
        },
        Ban("Date()", "a replay must see the same time: context.now", in: isWorkflow),
        Ban("UUID()", "a replay must see the same ids: context.uuid()", in: isWorkflow),
        Ban(".random(in", "a replay must draw the same numbers: using: context.randomNumberGenerator", in: isWorkflow),
        Ban("Task.sleep", "workflow code waits with context.sleep", in: isWorkflow),
        Ban("Task {", "workflow code stays on its queue: context.spawn", in: isWorkflow),
        Ban("Task.detached", "workflow code stays on its queue: context.spawn", in: isWorkflow),
        Ban("MainActor", "workflow code stays on its queue", in: isWorkflow),
        Ban("clock_gettime(", "the wall clock is read in Kernel/Values/WallClock.swift alone, through WallClock") {
            // The engine knows nothing of the kernel; this is its one clock.
            $0.hasPrefix("Sources/") && $0 != "Sources/Temporal/TemporalEngine/Clock/SystemEngineClock.swift"
        },
    ]

    /// Banned anywhere in a file. Written in two parts, so that this file is not its own first finding.
    static let anywhere: [Ban] = [
        Ban("TO" + "DO", "finish it, or leave it out"),
        Ban("FIX" + "ME", "finish it, or leave it out"),
    ]

    /// Allowed when a comment on the same line or the line before says why it is safe.
    static let withReason = ["@unchecked Sendable", "nonisolated(unsafe)"]

    static func violations(in file: SourceFile) -> [Violation] {
        inCode.filter { $0.isBannedIn(file.path) }.flatMap { find($0, in: file.codeLines, of: file) }
            + anywhere.flatMap { find($0, in: file.lines, of: file) }
            + withReason.flatMap { unreasoned($0, in: file) }
    }

    /// The systems of record: values and rules only.
    private static let isPure: @Sendable (String) -> Bool = { path in
        ["Orders", "Inventory", "Warehouse", "Shipping", "Access"].contains { path.hasPrefix("Sources/\($0)/") }
    }

    /// Files with workflow code, which is run again over its history (docs/decisions/0017).
    private static let isWorkflow: @Sendable (String) -> Bool = { path in
        path.hasPrefix("Sources/Workflows/") && path.contains(#/\/\w*Workflow(\+\w+)?\.swift$/#)
    }

    private static func find(_ ban: Ban, in lines: [String], of file: SourceFile) -> [Violation] {
        lines.enumerated().filter { contains($0.element, ban.text) }.map { index, _ in
            Violation(path: file.path, line: index + 1, problem: "\(ban.text) is banned: \(ban.reason)")
        }
    }

    /// Whether the text stands in the line and does not go on a longer word: `blueprint(` is no `print(`.
    private static func contains(_ line: String, _ text: String) -> Bool {
        line.ranges(of: text).contains { range in
            guard text.first?.isLetter == true, range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && before != "_" && before != "."
        }
    }

    private static func unreasoned(_ text: String, in file: SourceFile) -> [Violation] {
        file.codeLines.indices.filter { file.codeLines[$0].contains(text) }.filter { index in
            let hasReason = file.lines[index].contains("//")
            let hasReasonBefore =
                index > 0 && file.lines[index - 1].trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
            return !hasReason && !hasReasonBefore
        }.map { index in
            Violation(
                path: file.path,
                line: index + 1,
                problem: "\(text) needs its reason on this line or the one before"
            )
        }
    }
}
