package import TemporalAPI

/// What a worker's commands may do, as far as a run cannot know it by itself.
package struct CommandRules: Sendable {
    /// Whether activities may be given to the worker that asks for them, in the answer to its completion.
    package var allowsEagerActivities = true
    /// Why a search attribute cannot be set, in the service's words; nil when it can.
    package var searchAttributeProblem: @Sendable (_ name: String, _ value: APIPayload) -> String? = { _, _ in nil }

    package init() {}
}
