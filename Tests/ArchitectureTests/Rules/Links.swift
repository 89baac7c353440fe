import Foundation

/// Links and mentions of documents lead somewhere.
enum Links {
    static func violations(in file: SourceFile) -> [Violation] {
        let isDocument = file.path.hasSuffix(".md")
        return file.lines.enumerated().flatMap { index, line in
            let targets = mentions(in: line) + (isDocument ? links(in: line, of: file.path) : [])
            return targets.filter { !Repository.exists($0) && !Repository.existsAsPrefix($0) }.map { target in
                Violation(path: file.path, line: index + 1, problem: "there is no \(target)")
            }
        }
    }

    /// Paths such as `docs/decisions/0005`, wherever they are written.
    private static func mentions(in line: String) -> [String] {
        line.matches(of: #/(?:^|[^\w.\/-])(docs\/[\w\/-]+(?:\.\w+)*)/#).map { String($0.1) }
    }

    /// The targets of Markdown links within the repository, by their path from its root.
    private static func links(in line: String, of path: String) -> [String] {
        line.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
            .map { target in
                let folder = (path as NSString).deletingLastPathComponent
                let joined = folder.isEmpty ? target : folder + "/" + target
                return URL(filePath: "/" + joined).standardized.path.trimmingPrefix("/").description
            }
    }
}
