import OMSKernel
import Orders

/// The body of a cancellation, all of it optional.
struct CancelRequest {
    let reason: String?

    /// - Throws: ``ValidationError``.
    init(_ fields: JSONFields?) throws(ValidationError) {
        var problems = ValidationError()
        let text = fields?.text("reason", &problems)
        reason = text.flatMap { text in
            problems.check("reason") { () throws(TextError) in
                try Text.checked(text, maximumLength: OrderCommand.maximumReasonLength)
            }
        }
        try problems.throwIfAny()
    }
}
