import Foundation
import Logging
import Messaging
import OMSWorkflows
import Telemetry

/// Where events go, and the relay that takes them there.
struct EventDelivery: Sendable {
    /// Wakes the live event streams of this process, whatever else gets the events.
    let bus = InProcessBus()
    let relay: OutboxRelay

    /// Makes the relay of a target. The `log` target writes one CloudEvents line an event to the standard
    /// output; the log itself goes to the standard error.
    /// - Parameters:
    ///   - store: the outbox.
    ///   - target: where events go.
    ///   - workflows: takes what is asked of workflows to them; nil for a process that relays nothing.
    ///   - isAlone: whether no other process can have the database: then nobody waits for the lease of one that died.
    ///   - logger: told of failures.
    init(
        store: any OutboxStore,
        target: EventTarget,
        workflows: WorkflowTransport?,
        isAlone: Bool,
        logger: Logger
    ) {
        let transport: any EventTransport
        switch target {
        case .inProcess: transport = bus
        case .log:
            let sink = LogFormat.json.sink(descriptor: STDOUT_FILENO)
            transport = FanOutTransport([LogTransport(source: "/oms") { try await sink.write($0) }, bus])
        }
        var transports: [String: any EventTransport] = [OutboxMessage.eventsDestination: transport]
        transports[OutboxMessage.workflowsDestination] = workflows
        relay = OutboxRelay(
            store: store,
            transports: transports,
            holder: isAlone ? "the-only-process" : OutboxRelay.randomHolder(),
            logger: logger
        )
    }
}
