/// Where a request stands in a distributed trace: W3C Trace Context, https://www.w3.org/TR/trace-context/.
package struct TraceContext: Hashable, Sendable {
    /// 16 bytes, never all zero.
    package struct TraceID: Hashable, Sendable, CustomStringConvertible {
        let high: UInt64
        let low: UInt64

        /// 32 lower-case hexadecimal digits.
        package var description: String { hexadecimal(high) + hexadecimal(low) }
    }

    /// 8 bytes, never all zero.
    package struct SpanID: Hashable, Sendable, CustomStringConvertible {
        let value: UInt64

        /// 16 lower-case hexadecimal digits.
        package var description: String { hexadecimal(value) }
    }

    package let traceID: TraceID
    package let spanID: SpanID
    package let isSampled: Bool
    /// What other tracing systems keep in the trace, passed on unchanged; empty when there is none.
    package let state: TraceState

    /// A new trace, sampled.
    package static func root(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceID: TraceID(high: .random(in: .min ... .max, using: &random), low: nonZero(&random)),
            spanID: SpanID(value: nonZero(&random)),
            isSampled: true,
            state: TraceState()
        )
    }

    /// A new trace with ids from the system's random source.
    package static func root() -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return root(using: &random)
    }

    /// The next span of the same trace.
    package func child(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceID: traceID,
            spanID: SpanID(value: Self.nonZero(&random)),
            isSampled: isSampled,
            state: state
        )
    }

    /// The next span of the same trace, its id from the system's random source.
    package func child() -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return child(using: &random)
    }

    private static func nonZero(_ random: inout some RandomNumberGenerator) -> UInt64 {
        .random(in: 1 ... .max, using: &random)
    }
}

private func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
