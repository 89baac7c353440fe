import OMSKernel

/// An order's story in one time line: its events, and what its workflows and their activities did.
package struct OrderTimeline: Sendable {
    package enum Entry: Sendable {
        case event(OrderStep)
        case workflow(WorkflowStep)

        var timeText: String? {
            switch self {
            case .event(let step): step.timeText
            case .workflow(let step): step.time
            }
        }
    }

    /// By time; what has none comes last, and of one moment the workflow's steps come before the events they cause.
    package let entries: [Entry]

    package init(events: [OrderStep], workflows: [WorkflowStep]) {
        let all = workflows.map(Entry.workflow) + events.map(Entry.event)
        entries = all.enumerated().sorted { left, right in
            let times = (left.element.timeText ?? "~", right.element.timeText ?? "~")
            return times.0 == times.1 ? left.offset < right.offset : times.0 < times.1
        }.map(\.element)
    }

    var table: Table {
        var table = Table(["#", "TIME", "AFTER", "WHAT", "BY", "DETAIL", "TRACE ID"])
        var previous: Timestamp?
        for entry in entries {
            let time = entry.timeText.flatMap { Timestamp(rfc3339: $0) }
            let gap = previous.flatMap { earlier in time.map { DurationText.format($0.duration(since: earlier)) } }
            let moment = [entry.timeText, gap.map { "+" + $0 }]
            switch entry {
            case .event(let step):
                table.add([step.sequence] + moment + [step.type, step.actor, step.change, step.traceID])
            case .workflow(let step):
                table.add([nil] + moment + [step.what, step.workflow, step.detail, nil])
            }
            previous = time ?? previous
        }
        return table
    }

    func write(to writer: inout JSONWriter) {
        writer.array(entries) { writer, entry in
            writer.object { writer in
                writer.member("time", entry.timeText)
                switch entry {
                case .event(let step):
                    writer.member("source", "event")
                    writer.member("what", step.type)
                    writer.member("by", step.actor)
                    writer.member("detail", step.change)
                case .workflow(let step):
                    writer.member("source", "workflow")
                    writer.member("what", step.what)
                    writer.member("by", step.workflow)
                    writer.member("detail", step.detail)
                }
            }
        }
    }
}
