import Foundation
import Instrumentation
package import ServiceContextModule
package import TemporalAPI

/// Carries the trace of a caller through Temporal, in the header that the official SDKs use.
package enum TracingHeader {
    package static let name = "_tracer-data"

    /// These header fields with the current trace added, if there is one and the fields have none yet.
    package static func fields(adding fields: [String: APIPayload]) -> [String: APIPayload] {
        guard fields[name] == nil, let context = ServiceContext.current else { return fields }
        var carrier: [String: String] = [:]
        InstrumentationSystem.instrument.inject(context, into: &carrier, using: Carrier())
        guard !carrier.isEmpty, let payload = try? DefaultPayloadConverter().convertValue(carrier) else {
            return fields
        }
        return fields.merging([name: payload]) { _, new in new }
    }

    /// The trace of these header fields on top of the current context; nil when they have none.
    package static func context(of fields: [String: APIPayload]) -> ServiceContext? {
        guard let payload = fields[name],
            let carrier = try? DefaultPayloadConverter().convertPayload(payload, as: [String: String].self)
        else { return nil }
        var context = ServiceContext.current ?? .topLevel
        InstrumentationSystem.instrument.extract(carrier, into: &context, using: Carrier())
        return context
    }

    private struct Carrier: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }

        func extract(key: String, from carrier: [String: String]) -> String? {
            carrier[key]
        }
    }
}
