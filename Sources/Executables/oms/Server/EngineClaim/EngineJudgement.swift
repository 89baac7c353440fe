package import OMSKernel
package import SQLStorage

/// Whether an engine is the one that runs the workflows of these orders.
///
/// The orders' database names the engine, and the engine's file names the orders: each makes its own name once, so that
/// a file from elsewhere, or a new one in the place of one that was lost, shows. Both count the engine's starts, the
/// engine's file first: a copy of one of them from before an earlier start shows too.
package enum EngineJudgement: Sendable, Equatable {
    /// It is, once this claim was written in the place of the one that was read.
    case accepted(EngineClaim)
    case refused(Reason)

    package enum Reason: Sendable, Equatable {
        /// The workflows are in another engine.
        case otherEngine
        /// The engine's workflows are of other orders.
        case otherOrders
        /// One of the two is an older copy, from before a start of the engine that the other knows of.
        case olderEngine
        case olderOrders
    }

    /// - Parameters:
    ///   - namespaceID: of the engine that wants to begin.
    ///   - place: where it is.
    ///   - mark: what its file remembers; nil when it has not run for any orders yet.
    ///   - claim: what the orders' database says; nil when it has seen no engine yet.
    ///   - now: the time.
    ///   - newName: for orders without a name.
    package init(
        of namespaceID: String,
        at place: String,
        mark: EngineMark?,
        claim: EngineClaim?,
        now: Timestamp,
        newName: () -> String
    ) {
        guard let claim else {
            guard mark == nil else {
                self = .refused(.otherOrders)
                return
            }
            self = .accepted(
                EngineClaim(deployment: newName(), namespaceID: namespaceID, place: place, start: 1, since: now)
            )
            return
        }
        guard claim.namespaceID == namespaceID else {
            self = .refused(.otherEngine)
            return
        }
        // Who only spoke with the engine may have written the first claim, or the engine ended before it wrote its own.
        guard let mark = mark ?? (claim.start == 1 ? EngineMark(deployment: claim.deployment, start: 1) : nil) else {
            self = .refused(.olderEngine)
            return
        }
        if mark.deployment != claim.deployment {
            self = .refused(.otherOrders)
        } else if mark.start < claim.start {
            self = .refused(.olderEngine)
        } else if mark.start > claim.start + 1 {
            self = .refused(.olderOrders)
        } else {
            self = .accepted(claim.started(at: place))
        }
    }
}

extension EngineClaim {
    /// The claim with one start more.
    fileprivate func started(at place: String) -> EngineClaim {
        EngineClaim(
            deployment: deployment,
            namespaceID: namespaceID,
            place: place,
            start: start + 1,
            since: since
        )
    }

    var mark: EngineMark { EngineMark(deployment: deployment, start: start) }
}
