/// Where new ids come from: a run never makes any itself.
package protocol IDSource {
    /// A new id that no other call returned, as the service writes them: a UUID in lower-case text.
    mutating func next() -> String
}
