/// The `tracestate` header: `vendor=value` members of other tracing systems, the most recent first.
package struct TraceState: Hashable, Sendable {
    /// The specification's bound on members.
    package static let maximumMembers = 32
    /// What the specification asks to carry at least, and all that is carried here.
    package static let maximumLength = 512

    /// The header's value; empty when there is nothing to send.
    package let text: String

    package init() {
        text = ""
    }

    /// Checks a header's value.
    ///
    /// nil when a member is not `key=value` as the specification has them, a key comes twice, or there are more
    /// than 32. A value that is too long loses members of more than 128 characters first, then its last ones.
    package init?(_ header: String) {
        guard header.utf8.count <= 16_384 else { return nil }
        var members: [Substring] = []
        var keys: Set<Substring> = []
        for part in header.split(separator: ",", omittingEmptySubsequences: true) {
            let member = Self.trimmed(part)
            if member.isEmpty { continue }
            guard let equals = member.firstIndex(of: "="),
                Self.isKey(member[..<equals]), Self.isValue(member[member.index(after: equals)...]),
                keys.insert(member[..<equals]).inserted
            else { return nil }
            members.append(member)
        }
        guard members.count <= Self.maximumMembers else { return nil }
        text = Self.shortened(members).joined(separator: ",")
    }

    private static func shortened(_ members: [Substring]) -> [Substring] {
        func length(_ members: [Substring]) -> Int { members.reduce(0) { $0 + $1.utf8.count + 1 } - 1 }
        var members = members
        while length(members) > maximumLength {
            if let long = members.lastIndex(where: { $0.utf8.count > 128 }) {
                members.remove(at: long)
            } else {
                members.removeLast()
            }
        }
        return members
    }

    private static func trimmed(_ part: Substring) -> Substring {
        var part = part
        while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
        while let last = part.last, last == " " || last == "\t" { part.removeLast() }
        return part
    }

    private static func isKey(_ key: Substring) -> Bool {
        guard (1...256).contains(key.utf8.count), let first = key.utf8.first, isLowerOrDigit(first) else {
            return false
        }
        return key.utf8.allSatisfy { isLowerOrDigit($0) || "_-*/@".utf8.contains($0) }
    }

    /// Printable ASCII without comma and equals sign; the space at the end was trimmed.
    private static func isValue(_ value: Substring) -> Bool {
        (1...256).contains(value.utf8.count)
            && value.utf8.allSatisfy {
                $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=")
            }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
