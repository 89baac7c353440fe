/// Takes finished lines, each with its line break, and writes them somewhere.
package protocol LogSink: Sendable {
    /// Hands over a line and returns at once; the sink may drop it when too many wait, and then counts it.
    func offer(_ line: [UInt8])
}
