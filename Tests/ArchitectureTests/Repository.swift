import Foundation

/// The repository's own files, as the rules read them.
enum Repository {
    /// The folder that holds Package.swift.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where generators write what our rules are not about.
    static let generatedFolders = [
        "Sources/Temporal/TemporalAPI/Generated/",
        "Sources/Temporal/TemporalEngine/Run/Record/Generated/",
    ]

    /// Every Swift file below a folder that a person wrote, by its path from the root.
    static func swiftFiles(in folders: [String]) throws -> [SourceFile] {
        try folders.flatMap { try files(in: $0, withExtension: "swift") }
    }

    static func files(in folder: String, withExtension wanted: String) throws -> [SourceFile] {
        try paths(in: folder, withExtension: wanted).filter { path in
            !generatedFolders.contains { path.hasPrefix($0) }
        }.map { path in
            try SourceFile(path: path, text: read(path))
        }
    }

    static func paths(in folder: String, withExtension wanted: String) -> [String] {
        let base = root.appending(path: folder, directoryHint: .isDirectory)
        guard let paths = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".\(wanted)") }.map { "\(folder)/\($0)" }
            .sorted()
    }

    static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Whether a file of the folder starts with the last part of the path: `docs/decisions/0005`.
    static func existsAsPrefix(_ path: String) -> Bool {
        let folder = root.appending(path: path).deletingLastPathComponent().path
        let start = (path as NSString).lastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return !start.isEmpty && names.contains { $0.hasPrefix(start) }
    }
}

/// One file, with its lines as written and as code alone.
struct SourceFile: Sendable {
    let path: String
    let text: String
    let lines: [String]
    /// The same lines with every comment and every text between quotes taken out.
    let codeLines: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.lines = text.components(separatedBy: "\n")
        self.codeLines = CodeText.code(of: text).components(separatedBy: "\n")
    }
}

/// A broken rule, and where.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    /// Counted from 1; 0 when the whole file is meant.
    let line: Int
    let problem: String

    var description: String { line == 0 ? "\(path): \(problem)" : "\(path):\(line): \(problem)" }
}
