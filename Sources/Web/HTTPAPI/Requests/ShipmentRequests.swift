import OMSKernel
import Shipping

extension TrackingReport {
    /// The body of a tracking event.
    init(_ fields: JSONFields, _ problems: inout ValidationError) {
        self.init(
            eventID: fields.text("eventId", &problems),
            type: fields.text("type", &problems),
            occurredAt: fields.text("occurredAt", &problems)
        )
    }
}

extension SandboxCarrierSettings {
    /// The body of a change of the sandbox carrier; what is absent is 0 or false.
    /// - Throws: ``ValidationError``.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        let latency = fields.integer("latencyMilliseconds", &problems) ?? 0
        let errorPercent = fields.integer("errorPercent", &problems) ?? 0
        let isOut = fields.flag("isOut", &problems) ?? false
        let failNext = fields.integer("failNext", &problems) ?? 0
        let maximum = Self.maximumLatency.wholeMilliseconds
        if !(0...maximum).contains(latency) { problems.add("latencyMilliseconds", "must be 0 to \(maximum)") }
        try problems.throwIfAny()
        try self.init(
            latency: .milliseconds(latency),
            errorPercent: Int(clamping: errorPercent),
            isOut: isOut,
            failNext: Int(clamping: failNext)
        )
    }
}
