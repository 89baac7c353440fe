package import HTTPAPI
package import Inventory
package import OMSKernel
import OMSWorkflows
package import SQLStorage
import TemporalSDK

/// Compares orders with their workflows, what is held of the stock with its orders, shipments with theirs, and the
/// stock with its ledger.
///
/// What is under way is no finding: between an order's commit and its workflow's start a message waits in the outbox,
/// and a workflow that runs will still do what is to be done. So each suspicion is looked at in the order in which
/// things happen, message before workflow before record, and once more from the start before it is told.
package struct SystemDoctor: SystemExaminer {
    /// What changed within this time is left to whoever changed it.
    static let grace = Duration.seconds(60)
    /// The most running workflows that are compared with orders.
    private static let maximumRunning = 1_000_000

    let checks: SQLCrossChecks
    let directory: TemporalDirectory?
    let allocation: AllocateInventory
    let clock: any WallClock

    /// - Parameters:
    ///   - checks: compares the systems of record.
    ///   - directory: the workflows; nil when this process speaks with no Temporal service.
    ///   - allocation: gives back what nothing holds.
    ///   - clock: tells what was long ago.
    package init(
        checks: SQLCrossChecks,
        directory: TemporalDirectory?,
        allocation: AllocateInventory,
        clock: any WallClock
    ) {
        self.checks = checks
        self.directory = directory
        self.allocation = allocation
        self.clock = clock
    }

    package func examine(repairs: Bool, limit: Int) async throws -> [SystemFinding] {
        var findings: [SystemFinding] = []
        var workflows = directory
        do {
            if let directory {
                findings += try await ordersAndWorkflows(directory, repairs: repairs, limit: limit)
            }
        } catch WorkflowDirectoryError.unavailable {
            workflows = nil
            findings.append(.notCompared("the Temporal service cannot be reached"))
        } catch StorageError.overloaded {
            findings.append(.notCompared("too many messages to workflows wait"))
        }
        findings += try await stock(workflows, repairs: repairs, limit: limit)
        let shipments = try await checks.shipmentsWithoutOrder(before: past, limit: limit)
        findings += shipments.map { SystemFinding.shipmentWithoutOrder($0.shipment, order: $0.orderID) }
        findings += try await checks.unbalancedStock(limit: limit).map { SystemFinding.unbalanced($0.sku, $0.problem) }
        return findings
    }

    private var past: OMSKernel.Timestamp { clock.now().advanced(by: .zero - Self.grace) }

    // MARK: Orders and workflows

    private func ordersAndWorkflows(
        _ directory: TemporalDirectory,
        repairs: Bool,
        limit: Int
    ) async throws -> [SystemFinding] {
        guard
            let intakes = try await directory.runningIDs(ofType: OrderIntakeWorkflow.name, limit: Self.maximumRunning),
            let fulfilments = try await directory.runningIDs(
                ofType: OrderFulfillmentWorkflow.name,
                limit: Self.maximumRunning
            )
        else { return [.notCompared("more than \(Self.maximumRunning) workflows run")] }
        var findings: [SystemFinding] = []
        var next: OrderID?
        repeat {
            let batch = try await checks.ordersInWorkflows(after: next)
            for order in batch.orders where findings.count < limit {
                let ids = (
                    WorkflowID.intake(requestID: order.requestID), WorkflowID.fulfillment(orderID: "\(order.id)")
                )
                if intakes.contains(ids.0) || fulfilments.contains(ids.1) { continue }
                if let found = try await examine(order, directory, repairs: repairs) { findings.append(found) }
            }
            next = findings.count < limit ? batch.next : nil
        } while next != nil
        return findings + (try await workflowsWithoutOrder(fulfilments, directory, limit: limit))
    }

    /// An order that no list of running workflows has: it may be too young for the list, or over by now.
    private func examine(
        _ order: SQLCrossChecks.OpenOrder,
        _ directory: TemporalDirectory,
        repairs: Bool
    ) async throws -> SystemFinding? {
        // The intake starts the fulfilment before it ends.
        let intake = try await directory.summary(of: WorkflowID.intake(requestID: order.requestID))
        if let intake, intake.closedAt == nil { return nil }
        let fulfilment = try await directory.summary(of: WorkflowID.fulfillment(orderID: order.id.description))
        if let fulfilment, fulfilment.closedAt == nil { return nil }
        guard try await checks.isUnchanged(order) else { return nil }
        if let ended = fulfilment ?? intake { return .workflowEnded(ended, of: order.id) }
        guard repairs else { return .orderWithoutWorkflow(order.id, isRepaired: false) }
        let isAsked = try await checks.askForIntake(of: order, now: clock.now())
        return isAsked ? .orderWithoutWorkflow(order.id, isRepaired: true) : nil
    }

    private func workflowsWithoutOrder(
        _ running: Set<String>,
        _ directory: TemporalDirectory,
        limit: Int
    ) async throws -> [SystemFinding] {
        let prefix = WorkflowID.fulfillment(orderID: "")
        let orders = running.compactMap { OrderID(String($0.dropFirst(prefix.count))) }
        let known = try await checks.known(orders)
        var findings: [SystemFinding] = []
        for order in orders.filter({ !known.contains($0) }).sorted() where findings.count < limit {
            // An order that was just deleted: its workflow is about to find out.
            if let last = try await checks.lastEvent(of: order), last > past { continue }
            guard let workflow = try await directory.summary(of: WorkflowID.fulfillment(orderID: order.description)),
                workflow.closedAt == nil, workflow.startedAt < past
            else { continue }
            findings.append(.workflowWithoutOrder(workflow.workflowID))
        }
        return findings
    }

    // MARK: Stock

    private func stock(
        _ directory: TemporalDirectory?,
        repairs: Bool,
        limit: Int
    ) async throws -> [SystemFinding] {
        var findings: [SystemFinding] = []
        for lost in try await checks.lostAllocations(before: past, limit: limit) {
            if let directory {
                // One that runs gives it back itself.
                let id = WorkflowID.fulfillment(orderID: lost.orderID.description)
                if let workflow = try await directory.summary(of: id), workflow.closedAt == nil { continue }
            }
            // The goods of a shipped order are gone, whatever is written.
            let isRepairable = lost.orderStatus != "SHIPPED"
            if repairs, isRepairable { _ = try await allocation.release(for: lost.orderID) }
            findings.append(.lost(lost, isRepairable: isRepairable, isRepaired: repairs && isRepairable))
        }
        return findings
    }
}
