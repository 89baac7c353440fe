/// An activity: a piece of work with effects, run by a worker any number of times until it succeeds or its retry
/// policy gives up.
package protocol ActivityDefinition: Sendable {
    /// Void, or what a payload converter can read: Codable, bytes, a protobuf message, a raw payload.
    associatedtype Input: Sendable
    associatedtype Output: Sendable

    /// The activity's type: by this name workflows ask for it. The name of the Swift type unless said otherwise.
    static var name: String { get }

    /// Runs one attempt. Its context is `ActivityExecutionContext.current`; cancellation is that of its task.
    func run(input: Input) async throws -> Output
}

extension ActivityDefinition {
    // What `String(describing:)` gives too, at a twentieth of its cost: workflow code asks at every call.
    package static var name: String { _typeName(self, qualified: false) }
}

/// Several activities that belong together and share what they need.
package protocol ActivityContainer: Sendable {
    var allActivities: [any ActivityDefinition] { get }
}
