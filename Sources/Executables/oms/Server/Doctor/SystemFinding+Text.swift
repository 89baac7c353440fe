import HTTPAPI
import OMSKernel
import SQLStorage

// What the doctor says.
extension SystemFinding {
    static func notCompared(_ reason: String) -> SystemFinding {
        SystemFinding(
            "Orders were not compared with their workflows: \(reason)",
            severity: .warning,
            subject: nil,
            remedy: "Try again later"
        )
    }

    static func orderWithoutWorkflow(_ order: OrderID, isRepaired: Bool) -> SystemFinding {
        SystemFinding(
            "No workflow drives the order, and none is asked for",
            subject: order.description,
            remedy: "`oms doctor --repair` asks for its intake again",
            isRepairable: true,
            isRepaired: isRepaired
        )
    }

    static func workflowEnded(_ workflow: WorkflowSummary, of order: OrderID) -> SystemFinding {
        SystemFinding(
            "No workflow drives the order any more: \(workflow.workflowID) is \(workflow.status)",
            subject: order.description,
            remedy: "`oms workflows history \(workflow.workflowID)` tells why; `oms orders cancel` ends the order"
        )
    }

    static func workflowWithoutOrder(_ workflow: String) -> SystemFinding {
        SystemFinding(
            "The workflow fulfils an order that is not there",
            subject: workflow,
            remedy: "`oms workflows cancel \(workflow)` lets it give back what it holds"
        )
    }

    static func lost(_ lost: SQLCrossChecks.LostAllocation, isRepairable: Bool, isRepaired: Bool) -> SystemFinding {
        let order = lost.orderStatus.map { "an order that is \($0)" } ?? "an order that is not there"
        return SystemFinding(
            lost.state == "HELD" ? "Stock is held for \(order)" : "Stock was taken for \(order) and is not back",
            subject: lost.orderID.description,
            remedy: isRepairable
                ? "`oms doctor --repair` gives it back"
                : "Count the goods: `oms inventory adjust` sets right what is on hand",
            isRepairable: isRepairable,
            isRepaired: isRepaired
        )
    }

    static func shipmentWithoutOrder(_ shipment: String, order: String) -> SystemFinding {
        SystemFinding(
            "The shipment is for order \(order), which never was",
            subject: shipment,
            remedy: "Stop the parcel at the carrier, if there is one: nothing here will"
        )
    }

    static func unbalanced(_ sku: SKU, _ problem: String) -> SystemFinding {
        SystemFinding(
            "The stock of \(sku) does not balance: \(problem)",
            subject: sku.code,
            remedy: "Restore a backup, or count the goods: the ledger is never changed"
        )
    }
}
