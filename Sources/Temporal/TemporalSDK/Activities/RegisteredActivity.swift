package import TemporalAPI

/// An activity as the worker calls it: payloads in, a payload out.
package struct RegisteredActivity: Sendable {
    package let name: String
    package let run: @Sendable (_ input: [APIPayload], _ converter: DataConverter) async throws -> APIPayload

    package init<Activity: ActivityDefinition>(_ activity: Activity) {
        self.init(name: Activity.name, input: Activity.Input.self) { try await activity.run(input: $0) }
    }

    /// An activity that is one function.
    package init<Input: Sendable, Output: Sendable>(
        name: String,
        input: Input.Type = Input.self,
        _ body: @escaping @Sendable (Input) async throws -> Output
    ) {
        self.name = name
        self.run = { payloads, converter in
            let value: Input
            do {
                value = try converter.convertSinglePayload(payloads)
            } catch let error as PayloadConversionError {
                // Another attempt may meet a worker that can read it, hence this is no final failure.
                throw ApplicationError("Failed decoding arguments: \(error)", type: "InputDecodingError")
            }
            return try converter.convertValue(try await body(value))
        }
    }

    private init(
        name: String,
        run: @escaping @Sendable (_ input: [APIPayload], _ converter: DataConverter) async throws -> APIPayload
    ) {
        self.name = name
        self.run = run
    }

    /// The same activity with something done around each of its attempts.
    /// - Parameter around: is given the attempt, and runs it once.
    /// - Returns: the activity.
    package func surrounded(
        by around: @escaping @Sendable (_ attempt: () async throws -> APIPayload) async throws -> APIPayload
    ) -> RegisteredActivity {
        RegisteredActivity(name: name) { [run] input, converter in
            try await around { try await run(input, converter) }
        }
    }
}

/// The activities of a worker by name.
package struct ActivityRegistry: Sendable {
    private let activities: [String: RegisteredActivity]

    /// Throws `WorkerConfigurationError` when two have the same name.
    package init(_ list: [RegisteredActivity]) throws {
        var activities: [String: RegisteredActivity] = [:]
        for activity in list where activities.updateValue(activity, forKey: activity.name) != nil {
            throw WorkerConfigurationError("two activities have the name '\(activity.name)'")
        }
        self.activities = activities
    }

    package var isEmpty: Bool { activities.isEmpty }
    package var names: [String] { activities.keys.sorted() }

    package subscript(name: String) -> RegisteredActivity? { activities[name] }
}
