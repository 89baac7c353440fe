import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// What holds for every run at every moment.
enum Invariants {
    static func check(
        _ state: RunState,
        _ history: [APIHistoryEvent],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        checkOrder(history, sourceLocation)
        checkPairs(history, sourceLocation)
        #expect(state.nextEventID == Int64(history.count) + 1, sourceLocation: sourceLocation)
        #expect(state.closeEvent == (state.isRunning ? nil : history.last), sourceLocation: sourceLocation)
        try checkRebuild(state, history, sourceLocation: sourceLocation)
    }

    /// What is stored, read back, is the same state.
    static func checkRebuild(
        _ state: RunState,
        _ history: [APIHistoryEvent],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let stored = try RunRecord(serializedBytes: try state.record.serializedBytes() as Data)
        let rebuilt = try RunState(history: history, record: stored, limits: state.limits)
        #expect(rebuilt == state, sourceLocation: sourceLocation)
    }

    /// Ids dense from 1, task ids growing, types that fit, nothing behind a closing event.
    private static func checkOrder(_ history: [APIHistoryEvent], _ sourceLocation: SourceLocation) {
        #expect(history.map(\.eventID) == Array(1...Int64(max(history.count, 1))), sourceLocation: sourceLocation)
        #expect(
            zip(history, history.dropFirst()).allSatisfy { $0.taskID < $1.taskID },
            sourceLocation: sourceLocation
        )
        #expect(history.dropLast().allSatisfy { !isClosing($0) }, sourceLocation: sourceLocation)
        #expect(history.filter { $0.attributes == nil }.isEmpty, sourceLocation: sourceLocation)
    }

    /// Every started event has its scheduled one, every end its start, and no thing ends twice.
    private static func checkPairs(_ history: [APIHistoryEvent], _ sourceLocation: SourceLocation) {
        var ended: Set<Int64> = []
        for event in history {
            guard let link = EventLink(event) else { continue }
            let first = history.event(link.firstEventID)
            #expect(first?.eventType == link.firstType, "\(event)", sourceLocation: sourceLocation)
            if let startedEventID = link.startedEventID, let startedType = link.startedType {
                let started = history.event(startedEventID)
                #expect(started?.eventType == startedType, "\(event)", sourceLocation: sourceLocation)
                #expect(
                    started.flatMap(EventLink.init)?.firstEventID == link.firstEventID,
                    "\(event)",
                    sourceLocation: sourceLocation
                )
            }
            if link.isEnd {
                #expect(ended.insert(link.firstEventID).inserted, "\(event)", sourceLocation: sourceLocation)
            }
        }
    }

    static func isClosing(_ event: APIHistoryEvent) -> Bool {
        switch event.eventType {
        case .workflowExecutionCompleted, .workflowExecutionFailed, .workflowExecutionTimedOut,
            .workflowExecutionCanceled, .workflowExecutionTerminated, .workflowExecutionContinuedAsNew:
            true
        default: false
        }
    }
}

extension [APIHistoryEvent] {
    /// Ids are dense from 1.
    fileprivate func event(_ id: Int64) -> APIHistoryEvent? {
        (1...Int64(count)).contains(id) ? self[Int(id) - 1] : nil
    }
}
