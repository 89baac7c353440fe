import HTTPTypes
import OMSKernel
import Orders

extension JSONWriter {
    /// What is known of an order's workflow, beside the order's own members.
    mutating func members(of record: OrderRecord) {
        members(of: record.order)
        member("step", record.progress?.step)
        member("blockingReason", record.progress?.blockingReason)
        member("since", record.progress?.since.description)
        key("cancellation")
        guard let wish = record.cancellation else { return null() }
        object { writer in
            writer.member("requestedAt", wish.requestedAt.description)
            writer.member("requestedBy", wish.actor)
            writer.member("reason", wish.reason)
            switch wish.settlement?.outcome {
            case nil:
                writer.member("outcome", "PENDING")
                writer.member("refusal", String?.none)
            case .done:
                writer.member("outcome", "DONE")
                writer.member("refusal", String?.none)
            case .refused(let reason):
                writer.member("outcome", "REFUSED")
                writer.member("refusal", reason)
            }
            writer.member("settledAt", wish.settlement?.at.description)
        }
    }
}

extension Answer {
    /// An order with what is known of its workflow. The version is the order's: progress does not change it.
    static func record(_ record: OrderRecord) -> Answer {
        json(capacity: 1_024 + record.order.lines.count * 192) { $0.members(of: record) }.about(record)
    }

    /// What a cancellation came to, or would come to.
    static func cancellation(_ record: OrderRecord, status: HTTPResponse.Status) -> Answer {
        json(status, capacity: 1_024 + record.order.lines.count * 192) { writer in
            writer.members(of: record)
            writer.member("plannedCompensations", array: record.plannedCompensations) { $0.value($1.rawValue) }
        }.about(record)
    }

    private func about(_ record: OrderRecord) -> Answer {
        entityTag(record.order.version).about(record.order.id.description)
    }
}
