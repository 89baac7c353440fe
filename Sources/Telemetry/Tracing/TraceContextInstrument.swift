package import Instrumentation

/// Carries the trace context over process boundaries for libraries that use swift-distributed-tracing.
package struct TraceContextInstrument: Instrument {
    package init() {}

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let traceparent = extractor.extract(key: TraceContext.traceparentName, from: carrier) else { return }
        let tracestate = extractor.extract(key: TraceContext.tracestateName, from: carrier)
        guard let trace = TraceContext(traceparent: traceparent, tracestate: tracestate) else { return }
        context.traceContext = trace
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.traceContext else { return }
        injector.inject(trace.traceparent, forKey: TraceContext.traceparentName, into: &carrier)
        guard !trace.state.text.isEmpty else { return }
        injector.inject(trace.state.text, forKey: TraceContext.tracestateName, into: &carrier)
    }
}
