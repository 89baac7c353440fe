import Foundation

/// One scenario of Tests/Conformance/shared/scripts.json: what a workflow does, what its client does meanwhile, and
/// what must come of it.
struct ScriptPlan: Codable, Sendable {
    struct Action: Codable, Sendable {
        var until: String?
        var count: Int?
        var signal: String?
        var cancel: Bool?
        var terminate: String?
        var query: [String]?
        var complete: String?
        var text: String?
        var other: String?
        var signalOther: String?
        var memo: String?
        var result: [String]?
        var failure: String?
    }

    var name: String
    var steps: [ScriptStep]
    var startSignal: String?
    var attempts: Int?
    var runTimeout: Int?
    var actions: [Action]?
    var after: [Action]?
    var result: [String]?
    var resultEnd: [String]?
    var failure: String?
    /// Whether it fails, whatever the words.
    var fails: Bool?
    /// Types of the first run's events; `Task` and `Activity` stand for the three of a task that ended well.
    var history: [String]?

    /// Every scenario of the file, which lies beside the sources.
    static func all() throws -> [ScriptPlan] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Conformance/shared/scripts.json").standardized
        return try JSONDecoder().decode([ScriptPlan].self, from: Data(contentsOf: file))
    }
}
