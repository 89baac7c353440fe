import Logging
package import OMSKernel
package import Orders
package import TemporalSDK

/// Notes with an order what keeps an activity of its fulfilment from being done. The workflow itself does not know of
/// attempts that fail, and when it is gone, or out of reach, the order's record still tells.
///
/// An activity that is done at its first attempt writes nothing.
package struct AttemptNotes: Sendable {
    /// The most that is kept of a reason.
    private static let maximumReasonLength = 500

    private let note: NoteProgress
    private let clock: any WallClock

    /// - Parameters:
    ///   - orders: keeps what is noted.
    ///   - clock: tells when the next attempt is due.
    package init(orders: any OrderStore, clock: any WallClock) {
        note = NoteProgress(store: orders)
        self.clock = clock
    }

    /// Activities whose attempts are noted when they fail and will be tried again.
    /// - Parameter activities: any; those that are no part of a fulfilment stay as they are.
    /// - Returns: the same activities.
    package func watching(_ activities: [RegisteredActivity]) -> [RegisteredActivity] {
        activities.map { activity in
            guard FulfillmentStep(ofActivity: activity.name) != nil else { return activity }
            return activity.surrounded { attempt in
                do {
                    let result = try await attempt()
                    if let info = ActivityExecutionContext.current?.info, info.attempt > 1 { await settle() }
                    return result
                } catch let failure as ApplicationError where !failure.isNonRetryable {
                    await failed(failure)
                    throw failure
                }
            }
        }
    }

    /// Notes that the current attempt waits for somebody else.
    func waiting(_ reason: String) async {
        await keep(reason)
    }

    /// Notes that nothing keeps the current activity any more.
    func settle() async {
        await keep(nil)
    }

    private func failed(_ failure: ApplicationError) async {
        guard let info = ActivityExecutionContext.current?.info else { return }
        let limit = info.retryPolicy?.maximumAttempts ?? 0
        let count = limit > 0 ? "attempt \(info.attempt) of \(limit)" : "attempt \(info.attempt)"
        let message = String(failure.message.prefix(Self.maximumReasonLength))
        guard limit == 0 || info.attempt < limit else { return await keep("\(message) (\(count))") }
        let pause = failure.nextRetryDelay ?? RetryRules.pause(afterAttempt: info.attempt)
        await keep("\(message) (\(count), the next at \(clock.now().advanced(by: pause)))")
    }

    /// What cannot be noted is not worth failing for.
    private func keep(_ reason: String?) async {
        guard let context = ActivityExecutionContext.current,
            let step = FulfillmentStep(ofActivity: context.info.activityType),
            let order = WorkflowID.orderID(inFulfillment: context.info.workflowID).flatMap({ OrderID(String($0)) })
        else { return }
        let since = Timestamp(milliseconds: context.info.scheduledTime.millisecondsSince1970)
        do {
            try await note(OrderProgress(step: step.rawValue, blockingReason: reason, since: since), on: order)
        } catch {
            context.logger.debug("What the order waits for is not noted: \(type(of: error))")
        }
    }
}

extension FulfillmentStep {
    private static let ofActivities: [String: FulfillmentStep] = [
        Activities.allocateInventory.name: .allocateInventory,
        Activities.createPickWave.name: .createPickWave,
        Activities.consumeInventory.name: .consumeInventory,
        Activities.createShipment.name: .createShipment,
        Activities.generateShippingLabel.name: .generateLabel,
        Activities.confirmShipment.name: .confirmShipment,
        Activities.cancelShipment.name: .compensate,
        Activities.cancelPick.name: .compensate,
        Activities.releaseInventory.name: .compensate,
    ]

    /// The step that an activity of another system of record belongs to; nil for those of the orders, which write the
    /// record themselves, and those of other workflows.
    init?(ofActivity name: String) {
        guard let step = Self.ofActivities[name] else { return nil }
        self = step
    }
}
