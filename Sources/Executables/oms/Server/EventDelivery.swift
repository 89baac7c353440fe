import Foundation
import Logging
import Messaging
import Telemetry

/// Where events go, and the relay that takes them there.
struct EventDelivery: Sendable {
    /// Wakes the live event streams of this process, whatever else gets the events.
    let bus = InProcessBus()
    let relay: OutboxRelay

    /// Makes the relay of a target. The `log` target writes one CloudEvents line an event to the standard
    /// output; the log itself goes to the standard error.
    init(store: any OutboxStore, target: EventTarget, logger: Logger) {
        let transport: any EventTransport
        switch target {
        case .inProcess: transport = bus
        case .log:
            let sink = LogFormat.json.sink(descriptor: STDOUT_FILENO)
            transport = FanOutTransport([LogTransport(source: "/oms") { try await sink.write($0) }, bus])
        }
        relay = OutboxRelay(store: store, transports: [OutboxMessage.eventsDestination: transport], logger: logger)
    }
}
