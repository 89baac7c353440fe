import Testing

@Suite
struct PackageManifestTests {
    @Test
    func `every Swift file belongs to a target`() throws {
        let files = try Repository.swiftFiles(in: ["Sources", "Tests"])
        let manifest = try Repository.read("Package.swift")
        #expect(PackageManifest.violations(manifest: manifest, paths: files.map(\.path)) == [])
    }

    @Test(arguments: Repository.generatedFolders)
    func `a folder of generated code holds nothing that a person wrote`(folder: String) throws {
        let paths = Repository.paths(in: String(folder.dropLast()), withExtension: "swift")
        #expect(!paths.isEmpty)
        for path in paths {
            // gRPC's generator puts the comment of the .proto file before it.
            let head = try Repository.read(path).prefix(1000)
            #expect(head.contains("// DO NOT EDIT."), "\(path)")
        }
    }

    @Test
    func `every upcoming feature of the package is guarded`() throws {
        let manifest = try Repository.read("Package.swift")
        let guards = try Repository.read("Tests/ArchitectureTests/UpcomingFeatures.swift")
        #expect(manifest.contains("enableUpcomingFeature"))
        #expect(PackageManifest.unguardedFeatures(manifest: manifest, guards: guards) == [])
    }

    @Test
    func `a file outside every target is found`() {
        let manifest = #".target(name: "A", path: "Sources/A"), .testTarget(name: "ATests")"#
        let paths = ["Sources/A/X.swift", "Sources/AB/X.swift", "Tests/ATests/X.swift", "Tests/BTests/X.swift"]
        let found = PackageManifest.violations(manifest: manifest, paths: paths).map(\.path)
        #expect(found == ["Sources/AB/X.swift", "Tests/BTests/X.swift"])
    }

    @Test
    func `a feature without a guard is found`() {
        let manifest = #".enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("Misspelt")"#
        let guards = "#if !hasFeature(ExistentialAny)\n#error(\"off\")\n#endif\n"
        #expect(PackageManifest.unguardedFeatures(manifest: manifest, guards: guards) == ["Misspelt"])
    }
}
