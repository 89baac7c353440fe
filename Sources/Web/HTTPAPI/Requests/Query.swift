import OMSKernel
import Orders

/// The parameters of a request's query, read by name; those that nobody asks for are ignored.
struct Query: Sendable {
    private let pairs: [(name: String, raw: Substring)]

    init(_ text: String?) {
        guard let text, !text.isEmpty else {
            pairs = []
            return
        }
        pairs = text.split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(halves[0], plusIsSpace: true) ?? ""
            return (name, halves.count == 2 ? halves[1] : "")
        }
    }

    /// A parameter's text; nil when it is absent. Noted when it is repeated, empty or holds what no text may: a
    /// filter that came out empty by mistake must not list everything.
    func text(_ name: String, _ problems: inout ValidationError) -> String? {
        let values = pairs.filter { $0.name == name }
        guard let first = values.first else { return nil }
        guard values.count == 1 else {
            problems.add(name, "must be given once")
            return nil
        }
        guard let text = PercentEncoding.decode(first.raw, plusIsSpace: true) else {
            problems.add(name, "must be percent-encoded UTF-8")
            return nil
        }
        return problems.check(name) { () throws(TextError) in try Text.checked(text, maximumLength: 2_048) }
    }

    /// One of an enumeration's words.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _: Word.Type,
        _ problems: inout ValidationError
    ) -> Word? where Word.RawValue == String {
        guard let text = text(name, &problems) else { return nil }
        guard let word = Word(rawValue: text) else {
            problems.add(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return word
    }

    /// `true` or `false`; false when it is absent.
    func flag(_ name: String, _ problems: inout ValidationError) -> Bool {
        switch text(name, &problems) {
        case nil, "false": return false
        case "true": return true
        default:
            problems.add(name, "must be true or false")
            return false
        }
    }

    /// A moment in RFC 3339, or a date.
    func timestamp(_ name: String, _ problems: inout ValidationError) -> Timestamp? {
        guard let text = text(name, &problems) else { return nil }
        // A `+` of an offset that the client left as it is arrives as a space.
        guard let moment = Timestamp(rfc3339: String(text.map { $0 == " " ? "+" : $0 })) else {
            problems.add(name, "must be a moment such as 2026-11-20T10:00:00Z, or a date")
            return nil
        }
        return moment
    }

    /// The page's length.
    func limit(_ problems: inout ValidationError) -> PageLimit {
        guard let text = text("limit", &problems) else { return .standard }
        guard let limit = Int(text).flatMap(PageLimit.init), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            problems.add("limit", "must be \(PageLimit.range.lowerBound) to \(PageLimit.range.upperBound)")
            return .standard
        }
        return limit
    }
}
