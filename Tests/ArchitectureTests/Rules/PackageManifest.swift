/// What Package.swift must say.
enum PackageManifest {
    /// Swift files in a folder that belongs to no target are never compiled.
    static func violations(manifest: String, paths: [String]) -> [Violation] {
        let folders =
            manifest.matches(of: #/path:\s*"([^"]+)"/#).map { String($0.1) }
            + manifest.matches(of: #/\.testTarget\(\s*name:\s*"(\w+)"/#).map { "Tests/" + $0.1 }
        return paths.filter { path in !folders.contains { path.hasPrefix($0 + "/") } }.map { path in
            Violation(path: path, line: 0, problem: "belongs to no target of Package.swift")
        }
    }

    /// A misspelt feature is ignored in silence, so each must be asked for by `#if hasFeature` in a file that
    /// does not compile without it.
    static func unguardedFeatures(manifest: String, guards: String) -> [String] {
        manifest.matches(of: #/enableUpcomingFeature\("(\w+)"\)/#).map { String($0.1) }.filter { feature in
            !guards.contains("#if !hasFeature(\(feature))\n")
        }
    }
}
