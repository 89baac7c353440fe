import Foundation

/// A file beside a database while a restore puts files in their places: what lies there may be old and new at once.
enum RestoreMark {
    static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    static func folder(of path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    static func set(for database: String) throws {
        let mark = path(database)
        if !StoredFile.exists(mark) { try StoredFile.write(Data("A restore is under way.\n".utf8), to: mark) }
        try StoredFile.synchronize(folder(of: mark))
    }

    static func clear(for database: String) throws {
        try StoredFile.remove(path(database))
        try StoredFile.synchronize(folder(of: path(database)))
    }

    /// - Throws: ``StartupError`` when a restore did not come to its end.
    static func check(_ database: String) throws {
        guard StoredFile.exists(path(database)) else { return }
        throw StartupError(
            "A restore of \(database) was interrupted, and the files may not belong together: run `oms restore DIR "
                + "--force` again"
        )
    }

    private static func path(_ database: String) -> String { real(database) + ".restoring" }
}
