package import OMSKernel

/// Who commands, when, and as part of which trace: what an event records beside what happened.
package struct CommandContext: Sendable {
    /// `key:<id>` for a caller, `system` for the system itself.
    package let actor: String
    /// W3C trace context of the request.
    package let traceparent: String?
    package let now: Timestamp

    package init(actor: String, traceparent: String?, now: Timestamp) {
        self.actor = actor
        self.traceparent = traceparent
        self.now = now
    }
}
