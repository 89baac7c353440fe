import SwiftProtobuf
import TemporalAPI

/// What an event carries beside its attributes.
struct EventExtras {
    var workerMayIgnore = false
    var userMetadata: APIUserMetadata?
    var groupMarkers: [APIEventGroupMarker] = []

    init() {}

    /// What a command hands on to its event.
    init(_ command: APICommand) {
        userMetadata = command.hasUserMetadata ? command.userMetadata : nil
        groupMarkers = command.eventGroupMarkers
    }

    static let ignorable: EventExtras = {
        var extras = EventExtras()
        extras.workerMayIgnore = true
        return extras
    }()
}

extension RunState {
    /// The id of an event that waits in the buffer.
    static let bufferedEventID: Int64 = 0
    /// Task ids of a new cluster begin here; within a run they only ever grow.
    private static let firstTaskID: Int64 = 1 << 20

    /// Adds an event: to the history, or to the buffer when it is one that waits (`settle` and scheduling a workflow
    /// task flush it).
    ///
    /// - Returns: its id, 0 in the buffer; nothing is added behind a closing event.
    @discardableResult
    mutating func add(
        _ attributes: APIHistoryEvent.OneOf_Attributes,
        at time: EngineTime,
        with extras: EventExtras = EventExtras()
    ) -> Int64 {
        guard isRunning else { return Self.bufferedEventID }
        var event = APIHistoryEvent.with {
            $0.eventTime = time.timestamp
            $0.eventType = attributes.eventType
            $0.attributes = attributes
            $0.workerMayIgnore = extras.workerMayIgnore
            if let userMetadata = extras.userMetadata { $0.userMetadata = userMetadata }
            $0.eventGroupMarkers = extras.groupMarkers
        }
        if event.eventType.isBuffered {
            buffer.append(event)
        } else {
            append(&event)
        }
        apply(event)
        return event.eventID
    }

    /// Gives the waiting events their ids, in the order the service has: what ends an activity or a child last.
    mutating func flushBuffer() {
        let waiting = buffer
        buffer = []
        guard !waiting.isEmpty, isRunning else { return }
        var startedIDs: [Int64: Int64] = [:]
        for event in waiting.filter({ !$0.eventType.endsPendingThing }) {
            flush(event, &startedIDs)
        }
        for event in waiting.filter({ $0.eventType.endsPendingThing }) {
            flush(event, &startedIDs)
        }
    }

    private mutating func flush(_ waiting: APIHistoryEvent, _ startedIDs: inout [Int64: Int64]) {
        var event = waiting
        event.fillStartedEventID(from: startedIDs)
        append(&event)
        if let scheduledEventID = event.startedThing {
            startedIDs[scheduledEventID] = event.eventID
            activities[scheduledEventID]?.started?.eventID = event.eventID
            children[scheduledEventID]?.started?.eventID = event.eventID
        }
        if case .workflowExecutionOptionsUpdatedEventAttributes(let attributes) = event.attributes {
            attachedRequestIDs[attributes.attachedRequestID]? = event.eventID
        }
    }

    mutating func append(_ event: inout APIHistoryEvent) {
        event.eventID = nextEventID
        event.taskID = Self.firstTaskID + nextEventID
        nextEventID += 1
        untaken.append(event)
    }
}
