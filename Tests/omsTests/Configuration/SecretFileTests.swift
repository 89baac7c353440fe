import Foundation
import TestSupport
import Testing
import oms

@Suite struct SecretFileTests {
    @Test func `processes that start at once have one secret`() async throws {
        let folder = try TemporaryDirectory(prefix: "oms-secret")
        for round in 0..<50 {
            let file = SecretFile(path: "\(folder.path)/secret-\(round)")
            let secrets = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask { try file.readOrMake(SecretFile.randomText) }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(secrets.count == 1 && secrets.first == file.read())
        }
        // Nothing is left beside them.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 50)
    }

    @Test func `a file that is empty is refused, and stays`() throws {
        let folder = try TemporaryDirectory(prefix: "oms-secret")
        let file = SecretFile(path: "\(folder.path)/secret")
        #expect(FileManager.default.createFile(atPath: file.path, contents: Data()))
        #expect(throws: StartupError.self) { try file.readOrMake { "new" } }
        #expect(file.read() == nil)
    }
}
