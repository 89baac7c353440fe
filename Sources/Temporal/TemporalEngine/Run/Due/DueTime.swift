import TemporalAPI

/// Something that happens by itself when its time comes.
struct DueTime: Sendable, Hashable {
    let time: EngineTime
    let kind: Kind

    enum Kind: Sendable, Hashable {
        case timer(id: String, startedEventID: Int64)
        case activityTimeout(scheduledEventID: Int64, attempt: Int32, APITimeoutType)
        case activityRetry(scheduledEventID: Int64)
        case workflowTaskTimeout
        case workflowTaskScheduleToStart
        case firstWorkflowTask
        case runTimeout

        /// What comes first of things due at the same time: the run's own end last.
        fileprivate var rank: Int {
            switch self {
            case .timer: 0
            case .activityTimeout: 1
            case .activityRetry: 2
            case .workflowTaskTimeout, .workflowTaskScheduleToStart: 3
            case .firstWorkflowTask: 4
            case .runTimeout: 5
            }
        }

        fileprivate var eventID: Int64 {
            switch self {
            case .timer(_, let id), .activityTimeout(let id, _, _), .activityRetry(let id): id
            default: 0
            }
        }

        fileprivate var type: Int {
            guard case .activityTimeout(_, _, let type) = self else { return 0 }
            return type.rawValue
        }
    }
}

extension DueTime: Comparable {
    static func < (left: DueTime, right: DueTime) -> Bool {
        (left.time.nanoseconds, Int64(left.kind.rank), left.kind.eventID, Int64(left.kind.type))
            < (right.time.nanoseconds, Int64(right.kind.rank), right.kind.eventID, Int64(right.kind.type))
    }
}
