extension TraceContext {
    /// The header's name, and that of the event attribute and message header.
    package static let traceparentName = "traceparent"
    package static let tracestateName = "tracestate"

    /// What is sent on: always version 00, and of the flags only `sampled`.
    package var traceparent: String {
        "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")"
    }

    /// Reads the headers of a request or the attributes of an event.
    ///
    /// nil means that a new trace must be started: wrong length or digits, upper case, version `ff`, or an id
    /// of zeros only. Of versions after 00 the known part is read, as the specification asks (section 3.2.4). A
    /// wrong `tracestate` is dropped and the rest kept.
    package init?(traceparent: String, tracestate: String? = nil) {
        let bytes = Array(traceparent.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = Self.number(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version > 0 && bytes[55] == dash),
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]), high != 0 || low != 0,
            let span = Self.number(bytes[36..<52]), span != 0,
            let flags = Self.number(bytes[53..<55])
        else { return nil }
        self.init(
            traceID: TraceID(high: high, low: low),
            spanID: SpanID(value: span),
            isSampled: flags & 1 == 1,
            state: tracestate.flatMap(TraceState.init) ?? TraceState()
        )
    }

    /// Lower-case hexadecimal digits only, at most 16 of them.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
