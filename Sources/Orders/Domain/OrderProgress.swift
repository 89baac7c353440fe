package import OMSKernel

/// What an order's workflow does now, as its record tells it when the workflow is gone. It is no change of the order:
/// it has no event and leaves the version as it is.
package struct OrderProgress: Sendable, Equatable {
    /// The step in which an order waits to be picked; before it ends, nothing was shipped.
    package static let waitForPick = "WAIT_FOR_PICK"
    /// The step after the last one; nothing comes after it.
    package static let finished = "FINISHED"

    /// The step's name, as the workflow has it.
    package let step: String
    /// What the step waits for; nil when it waits for nothing.
    package let blockingReason: String?
    package let since: Timestamp

    package init(step: String, blockingReason: String?, since: Timestamp) {
        self.step = step
        self.blockingReason = blockingReason
        self.since = since
    }

    /// Whether this is news to a record: what comes late never takes the place of what is newer.
    package func replaces(_ known: OrderProgress?) -> Bool {
        guard let known else { return true }
        return known.step != Self.finished && known.since <= since
    }
}
