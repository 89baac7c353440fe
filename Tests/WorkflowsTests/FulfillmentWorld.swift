import OMSWorkflows
import Synchronization
import TemporalSDK

/// The systems of record as a fulfilment sees them, in memory: idempotent, with doors that close, and failing where a
/// test says.
final class FulfillmentWorld: Sendable {
    /// What an activity does instead of its work.
    enum Trouble: Sendable {
        /// Fails for good.
        case refuses(ActivityFailure, String)
        /// Fails so many times, then works.
        case failsTimes(Int)
        /// Finds its own storage away so many times, then works.
        case missesStorage(Int)
        /// Does its work, and its answer is lost so many times.
        case losesAnswers(Int)
        /// Never works, and never gives up.
        case isAway
    }

    struct State: Sendable {
        var orderStatus = "VALIDATED"
        var reason: String?
        var stock = "NONE"
        var wave = "NONE"
        var shipments: [Int: String] = [:]
        var progress: [FulfillmentStep] = []
        /// Every attempt of every activity.
        var calls: [String] = []
        var troubles: [String: Trouble] = [:]
    }

    private let state: Mutex<State>
    /// Told of each activity as it begins.
    private let onCall: @Sendable (String) async -> Void

    init(troubles: [String: Trouble] = [:], onCall: @escaping @Sendable (String) async -> Void = { _ in }) {
        state = Mutex(State(troubles: troubles))
        self.onCall = onCall
    }

    var now: State { state.withLock { $0 } }

    func set(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    var activities: [RegisteredActivity] {
        let place = Activities.self
        return [
            place.allocateInventory.implemented { _ in
                try await self.act("AllocateInventory") { state in
                    guard ["NONE", "HELD", "CONSUMED"].contains(state.stock) else {
                        throw ActivityFailure.illegalTransition.error("the stock is \(state.stock)")
                    }
                    if state.stock == "NONE" { state.stock = "HELD" }
                }
            },
            place.consumeInventory.implemented { _ in
                try await self.act("ConsumeInventory") { state in
                    guard ["HELD", "CONSUMED"].contains(state.stock) else {
                        throw ActivityFailure.illegalTransition.error("the stock is \(state.stock)")
                    }
                    state.stock = "CONSUMED"
                }
            },
            place.releaseInventory.implemented { _ in
                try await self.act("ReleaseInventory") { state in
                    switch state.stock {
                    case "CONSUMED": state.stock = "RETURNED"
                    case "NONE", "HELD": state.stock = "RELEASED"
                    default: break
                    }
                }
            },
            place.createPickWave.implemented { _ in
                try await self.act("CreatePickWave") { state in
                    guard state.wave != "CANCELLED" else {
                        throw ActivityFailure.illegalTransition.error("the wave is cancelled")
                    }
                    state.wave = "OPEN"
                }
            },
            place.cancelPick.implemented { _ in try await self.act("CancelPick") { $0.wave = "CANCELLED" } },
            place.createShipment.implemented { input in
                try await self.act("CreateShipment", of: input) { state in
                    guard state.shipments[input.attempt] != "CANCELLED" else {
                        throw ActivityFailure.illegalTransition.error("the shipment is cancelled")
                    }
                    state.shipments[input.attempt] = state.shipments[input.attempt] ?? "CREATED"
                }
            },
            place.generateShippingLabel.implemented { input in
                try await self.act("GenerateShippingLabel", of: input) { $0.shipments[input.attempt] = "LABELLED" }
            },
            place.confirmShipment.implemented { input in
                try await self.act("ConfirmShipment", of: input) { $0.shipments[input.attempt] = "CONFIRMED" }
            },
            place.cancelShipment.implemented { input in
                try await self.act("CancelShipment", of: input) { state in
                    guard state.shipments[input.attempt] != "CONFIRMED" else {
                        throw ActivityFailure.illegalTransition.error("the shipment is confirmed")
                    }
                    state.shipments[input.attempt] = "CANCELLED"
                }
            },
            mark(place.markOrderReserved, "MarkOrderReserved", from: ["VALIDATED"], to: "RESERVED"),
            mark(place.markOrderFulfilling, "MarkOrderFulfilling", from: ["RESERVED"], to: "FULFILLING"),
            place.markOrderShipped.implemented { _ in
                try await self.act("MarkOrderShipped") { try Self.move(&$0, from: ["FULFILLING"], to: "SHIPPED") }
            },
            end(place.markOrderCancelled, "MarkOrderCancelled", as: "CANCELLED"),
            end(place.recordOrderFailure, "RecordOrderFailure", as: "FAILED"),
            place.recordOrderProgress.implemented { input in
                try await self.act("RecordOrderProgress") { $0.progress.append(input.step) }
            },
        ]
    }

    private func mark(
        _ activity: ActivityContract<Activities.ProgressInput, Activities.Done>,
        _ name: String,
        from: [String],
        to status: String
    ) -> RegisteredActivity {
        activity.implemented { input in
            try await self.act(name) { state in
                try Self.move(&state, from: from, to: status)
                state.progress.append(input.step)
            }
        }
    }

    private func end(
        _ activity: ActivityContract<Activities.EndingInput, Activities.Done>,
        _ name: String,
        as status: String
    ) -> RegisteredActivity {
        activity.implemented { input in
            try await self.act(name) { state in
                try Self.move(&state, from: ["VALIDATED", "RESERVED", "FULFILLING"], to: status)
                state.reason = input.reason
            }
        }
    }

    private static func move(_ state: inout State, from: [String], to status: String) throws {
        if state.orderStatus == status { return }
        guard from.contains(state.orderStatus) else {
            throw ActivityFailure.orderGone.error("the order is \(state.orderStatus)")
        }
        state.orderStatus = status
    }

    private func act(
        _ name: String,
        of shipment: Activities.ShipmentInput? = nil,
        _ body: @Sendable (inout State) throws -> Void
    ) async throws -> Activities.Done {
        let call = shipment.map { "\(name) \($0.attempt)" } ?? name
        await onCall(call)
        try state.withLock { state in
            state.calls.append(call)
            let key = state.troubles[call] == nil ? name : call
            switch state.troubles[key] {
            case .refuses(let failure, let message): throw failure.error(message)
            case .isAway: throw Away()
            case .failsTimes(let count) where count > 0:
                state.troubles[key] = .failsTimes(count - 1)
                throw Away()
            case .missesStorage(let count) where count > 0:
                state.troubles[key] = .missesStorage(count - 1)
                throw PassingFailure.storage.error("The order store is not available; try again later")
            case .losesAnswers(let count) where count > 0:
                state.troubles[key] = .losesAnswers(count - 1)
                try body(&state)
                throw Away()
            case .failsTimes, .missesStorage, .losesAnswers, nil: try body(&state)
            }
        }
        return Activities.Done()
    }

    private struct Away: Error {}
}
