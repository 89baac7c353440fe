import Foundation

/// What a task's worker shows when it answers: which task of which run it has.
struct TaskToken: Sendable, Equatable {
    enum Kind: UInt64, Sendable {
        case workflow = 1
        case activity = 2
        case query = 3
    }

    private static let version: UInt64 = 1

    var kind: Kind
    var namespaceID: String
    var workflowID: String
    var runID: String
    var scheduledEventID: Int64 = 0
    var startedEventID: Int64 = 0
    var attempt: Int32 = 0
    /// Of a query.
    var queryID = ""

    init(kind: Kind, key: RunKey) {
        self.kind = kind
        namespaceID = key.namespaceID
        workflowID = key.workflowID
        runID = key.runID
    }

    var data: Data {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(kind.rawValue)
        for text in [namespaceID, workflowID, runID, queryID] { writer.append(text) }
        for number in [scheduledEventID, startedEventID, Int64(attempt)] { writer.append(number) }
        return Data(writer.bytes)
    }

    /// - Parameter data: what ``data`` made; anything else gives nil.
    init?(_ data: Data) {
        var reader = ByteReader(Array(data))
        guard reader.number() == Self.version, let kind = reader.number().flatMap(Kind.init(rawValue:)),
            let namespaceID = reader.text(), let workflowID = reader.text(), let runID = reader.text(),
            let queryID = reader.text(), let scheduled = reader.integer(), let started = reader.integer(),
            let attempt = reader.integer().flatMap(Int32.init(exactly:)), reader.isAtEnd
        else { return nil }
        self.kind = kind
        self.namespaceID = namespaceID
        self.workflowID = workflowID
        self.runID = runID
        self.queryID = queryID
        scheduledEventID = scheduled
        startedEventID = started
        self.attempt = attempt
    }
}
