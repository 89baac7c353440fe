/// The labels of one series, as text that is ready to be exported: `method="GET",route="/orders"`.
///
/// Names are made valid, sorted and unique (the first of a name counts), values are cut to a length and escaped.
struct LabelSet: Hashable, Sendable, Comparable {
    /// Longer values are cut.
    static let maximumValueLength = 200
    /// Further labels are left out.
    static let maximumLabels = 16

    /// Where the series goes that find their family full.
    static let overflow = LabelSet([("overflow", "true")])

    let text: String

    init(_ labels: [(String, String)]) {
        var pairs: [(name: String, value: String)] = []
        for (name, value) in labels.prefix(Self.maximumLabels) {
            let name = Self.labelName(name)
            if !pairs.contains(where: { $0.name == name }) { pairs.append((name, Self.escaped(value))) }
        }
        pairs.sort { $0.name < $1.name }
        text = pairs.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
    }

    static func < (left: LabelSet, right: LabelSet) -> Bool { left.text < right.text }

    /// `le` belongs to histograms, and names with two leading underscores to Prometheus itself.
    private static func labelName(_ name: String) -> String {
        var name = MetricName.sanitised(name)
        while name.hasPrefix("__") { name.removeFirst() }
        return name == "le" ? "exported_le" : name
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars.prefix(maximumValueLength) {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
