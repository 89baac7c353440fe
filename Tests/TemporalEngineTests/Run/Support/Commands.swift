import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine

extension APIPayloads {
    static func json(_ text: String) -> APIPayloads {
        .with {
            $0.payloads = [.json(text)]
        }
    }

    /// One payload of so many bytes.
    static func bytes(_ count: Int) -> APIPayloads {
        .with {
            $0.payloads = [.with { $0.data = Data(repeating: 0x61, count: count) }]
        }
    }
}

extension APIPayload {
    static func json(_ text: String) -> APIPayload {
        .with {
            $0.metadata = ["encoding": Data("json/plain".utf8)]
            $0.data = Data(text.utf8)
        }
    }
}

extension APIFailure {
    static func application(_ message: String, type: String = "Oops", isFinal: Bool = false) -> APIFailure {
        .with {
            $0.message = message
            $0.applicationFailureInfo = .with {
                $0.type = type
                $0.nonRetryable = isFinal
            }
        }
    }
}

/// Commands as a worker writes them.
extension APICommand {
    static func schedule(
        _ id: String,
        startToClose: Duration = .seconds(10),
        _ change: (inout APIScheduleActivityTaskCommandAttributes) -> Void = { _ in }
    ) -> APICommand {
        var attributes = APIScheduleActivityTaskCommandAttributes.with {
            $0.activityID = id
            $0.activityType.name = "Ship"
            $0.taskQueue.name = "orders"
            $0.input = .json("1")
            $0.startToCloseTimeout = startToClose.protobuf
        }
        change(&attributes)
        return .with {
            $0.commandType = .scheduleActivityTask
            $0.scheduleActivityTaskCommandAttributes = attributes
        }
    }

    static func cancelActivity(_ scheduledEventID: Int64) -> APICommand {
        .with {
            $0.commandType = .requestCancelActivityTask
            $0.requestCancelActivityTaskCommandAttributes.scheduledEventID = scheduledEventID
        }
    }

    static func startTimer(_ id: String, _ duration: Duration) -> APICommand {
        .with {
            $0.commandType = .startTimer
            $0.startTimerCommandAttributes = .with {
                $0.timerID = id
                $0.startToFireTimeout = duration.protobuf
            }
        }
    }

    static func cancelTimer(_ id: String) -> APICommand {
        .with {
            $0.commandType = .cancelTimer
            $0.cancelTimerCommandAttributes.timerID = id
        }
    }

    static func marker(_ name: String) -> APICommand {
        .with {
            $0.commandType = .recordMarker
            $0.recordMarkerCommandAttributes = .with {
                $0.markerName = name
                $0.details = ["data": .json("true")]
            }
        }
    }

    static func upsert(attributes fields: [String: APIPayload]) -> APICommand {
        .with {
            $0.commandType = .upsertWorkflowSearchAttributes
            $0.upsertWorkflowSearchAttributesCommandAttributes.searchAttributes.indexedFields = fields
        }
    }

    static func upsert(memo fields: [String: APIPayload]) -> APICommand {
        .with {
            $0.commandType = .modifyWorkflowProperties
            $0.modifyWorkflowPropertiesCommandAttributes.upsertedMemo.fields = fields
        }
    }

    static func startChild(
        _ id: String,
        _ change: (inout APIStartChildWorkflowExecutionCommandAttributes) -> Void = { _ in }
    ) -> APICommand {
        var attributes = APIStartChildWorkflowExecutionCommandAttributes.with {
            $0.workflowID = id
            $0.workflowType.name = "Parcel"
            $0.input = .json("2")
        }
        change(&attributes)
        return .with {
            $0.commandType = .startChildWorkflowExecution
            $0.startChildWorkflowExecutionCommandAttributes = attributes
        }
    }

    static func signalExternal(_ id: String, _ name: String = "go", isForChildOnly: Bool = false) -> APICommand {
        .with {
            $0.commandType = .signalExternalWorkflowExecution
            $0.signalExternalWorkflowExecutionCommandAttributes = .with {
                $0.execution.workflowID = id
                $0.signalName = name
                $0.input = .json("3")
                $0.childWorkflowOnly = isForChildOnly
            }
        }
    }

    static func cancelExternal(_ id: String) -> APICommand {
        .with {
            $0.commandType = .requestCancelExternalWorkflowExecution
            $0.requestCancelExternalWorkflowExecutionCommandAttributes = .with {
                $0.workflowID = id
                $0.reason = "enough"
            }
        }
    }

    static func complete(_ result: String = "\"done\"") -> APICommand {
        .with {
            $0.commandType = .completeWorkflowExecution
            $0.completeWorkflowExecutionCommandAttributes.result = .json(result)
        }
    }

    static func fail(_ failure: APIFailure = .application("no stock")) -> APICommand {
        .with {
            $0.commandType = .failWorkflowExecution
            $0.failWorkflowExecutionCommandAttributes.failure = failure
        }
    }

    static var cancelWorkflow: APICommand {
        .with {
            $0.commandType = .cancelWorkflowExecution
            $0.cancelWorkflowExecutionCommandAttributes.details = .json("\"stopped\"")
        }
    }

    static func continueAsNew(
        _ change: (inout APIContinueAsNewWorkflowExecutionCommandAttributes) -> Void = { _ in }
    ) -> APICommand {
        var attributes = APIContinueAsNewWorkflowExecutionCommandAttributes.with {
            $0.input = .json("4")
        }
        change(&attributes)
        return .with {
            $0.commandType = .continueAsNewWorkflowExecution
            $0.continueAsNewWorkflowExecutionCommandAttributes = attributes
        }
    }

    /// A command without the attributes of its type.
    static func bare(_ type: APICommandType) -> APICommand {
        .with { $0.commandType = type }
    }
}
