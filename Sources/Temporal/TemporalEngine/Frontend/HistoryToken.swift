import Foundation

/// Where a caller's reading of a history stands.
struct HistoryToken: Sendable, Equatable {
    private static let version: UInt64 = 1

    var runID: String
    /// The next event.
    var next: Int64
    /// Events from here on are not wanted: the end of a worker's task. 0 reads on as long as there is more.
    var end: Int64 = 0

    init(runID: String, next: Int64, end: Int64 = 0) {
        self.runID = runID
        self.next = next
        self.end = end
    }

    var data: Data {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(runID)
        writer.append(next)
        writer.append(end)
        return Data(writer.bytes)
    }

    /// - Parameter data: what ``data`` made; anything else gives nil.
    init?(_ data: Data) {
        var reader = ByteReader(Array(data))
        guard reader.number() == Self.version, let runID = reader.text(), let next = reader.integer(),
            let end = reader.integer(), reader.isAtEnd
        else { return nil }
        self.init(runID: runID, next: next, end: end)
    }
}
