/// Makes Prometheus names from the labels that code and libraries give to swift-metrics.
///
/// Rules: https://prometheus.io/docs/practices/naming/ and the data model's `[a-zA-Z_][a-zA-Z0-9_]*`; the
/// colon is left out because it belongs to recording rules.
enum MetricName {
    /// Longer names are cut.
    static let maximumLength = 200

    /// `http.server.requestCount` becomes `http_server_request_count`.
    static func sanitised(_ label: String) -> String {
        var name: [UInt8] = []
        var previousIsLower = false
        for byte in label.utf8.prefix(maximumLength) {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if previousIsLower { name.append(UInt8(ascii: "_")) }
                name.append(byte | 0x20)
                previousIsLower = false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if name.isEmpty && byte <= UInt8(ascii: "9") { name.append(UInt8(ascii: "_")) }
                name.append(byte)
                previousIsLower = true
            default:
                name.append(UInt8(ascii: "_"))
                previousIsLower = false
            }
        }
        return name.isEmpty ? "_" : String(decoding: name, as: UTF8.self)
    }

    /// The name without the unit or kind that the exporter adds; descriptions are kept under it.
    static func base(_ label: String) -> String {
        let name = sanitised(label)
        for suffix in ["_total", "_seconds"] where name.hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        return name
    }

    /// The name that is exported for a label of a kind.
    static func exported(_ label: String, kind: MetricKind) -> String {
        let name = sanitised(label)
        return name.hasSuffix(kind.suffix) ? name : name + kind.suffix
    }
}

/// What a metric is, as swift-metrics asks for it.
enum MetricKind: Hashable, Sendable {
    case counter
    case gauge
    /// A histogram of durations in seconds.
    case timer
    /// A histogram of anything else.
    case recorder

    /// What every name of the kind ends with.
    var suffix: String {
        switch self {
        case .counter: "_total"
        case .timer: "_seconds"
        case .gauge, .recorder: ""
        }
    }

    /// The word of the `# TYPE` line.
    var typeName: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .timer, .recorder: "histogram"
        }
    }
}
