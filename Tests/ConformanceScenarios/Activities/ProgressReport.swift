/// How far an activity came: in JSON a list of a word and a number.
package struct ProgressReport: Codable, Hashable, Sendable {
    package let what: String
    package let percent: Int

    package init(what: String, percent: Int) {
        self.what = what
        self.percent = percent
    }

    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        what = try container.decode(String.self)
        percent = try container.decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(what)
        try container.encode(percent)
    }
}
