package import Foundation
import SwiftProtobuf
import TemporalAPI

extension WorkflowHistory {
    /// Reads JSON as the official SDKs, the CLI and the web UI write it; also the older form, whose enum values have
    /// no prefix (`TimerFired` for `EVENT_TYPE_TIMER_FIRED`).
    /// - Parameters:
    ///   - workflowID: taken from the first event, or made up, when nil.
    ///   - json: an object with a member `events`, in UTF-8.
    /// - Throws: ``WorkflowHistoryError`` when it is no such thing.
    package init(workflowID: String? = nil, json: Data) throws {
        let root: Any
        do { root = try JSONSerialization.jsonObject(with: json) } catch {
            throw WorkflowHistoryError.unreadable("it is no JSON")
        }
        guard var object = root as? [String: Any], let events = object["events"] as? [Any] else {
            throw WorkflowHistoryError.unreadable("it is no JSON object with a list of events")
        }
        object = ["events": events.map { HistoryJSON.withPrefixedEnums($0, key: nil) }]
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        do {
            let data = try JSONSerialization.data(withJSONObject: object)
            let history = try APIHistory(jsonUTF8Bytes: data, options: options)
            try self.init(workflowID: workflowID, events: history.events)
        } catch let error as WorkflowHistoryError {
            throw error
        } catch {
            throw WorkflowHistoryError.unreadable("\(error)")
        }
    }

    /// The history as JSON, as the official SDKs write it.
    package func json() throws -> Data {
        try APIHistory.with { $0.events = events }.jsonUTF8Data()
    }
}

/// The enum values in JSON histories.
enum HistoryJSON {
    /// The members that hold one enum wherever they stand.
    private static let prefixes = [
        "eventType": "EVENT_TYPE",
        "initiator": "CONTINUE_AS_NEW_INITIATOR",
        "parentClosePolicy": "PARENT_CLOSE_POLICY",
        "retryState": "RETRY_STATE",
        "kind": "TASK_QUEUE_KIND",
        "timeoutType": "TIMEOUT_TYPE",
        "workflowIdReusePolicy": "WORKFLOW_ID_REUSE_POLICY",
    ]

    /// What `cause` means depends on the attributes that it stands in.
    private static let causes = [
        "requestCancelExternalWorkflowExecutionFailedEventAttributes":
            "CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE",
        "signalExternalWorkflowExecutionFailedEventAttributes": "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE",
        "startChildWorkflowExecutionFailedEventAttributes": "START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE",
        "workflowTaskFailedEventAttributes": "WORKFLOW_TASK_FAILED_CAUSE",
    ]

    /// Members with maps of payloads: their names are data, not members of messages.
    private static let opaque: Set<String> = ["metadata", "fields", "indexedFields", "details"]

    /// The value with all enum values in the form that protobuf's JSON has.
    /// - Parameters:
    ///   - value: of a JSON document.
    ///   - key: the member that holds it.
    /// - Returns: the value, with all else as it was.
    static func withPrefixedEnums(_ value: Any, key: String?) -> Any {
        if let list = value as? [Any] { return list.map { withPrefixedEnums($0, key: key) } }
        guard let object = value as? [String: Any] else { return value }
        var result: [String: Any] = [:]
        for (name, member) in object {
            if let text = member as? String, let prefix = prefix(of: name, in: key) {
                result[name] = prefixed(text, prefix)
            } else if opaque.contains(name), name != "details" || key == "markerRecordedEventAttributes" {
                result[name] = member
            } else {
                result[name] = withPrefixedEnums(member, key: name)
            }
        }
        return result
    }

    private static func prefix(of name: String, in key: String?) -> String? {
        name == "cause" ? key.flatMap { causes[$0] } : prefixes[name]
    }

    /// `TimerFired` as `EVENT_TYPE_TIMER_FIRED`; what has the prefix stays as it is.
    private static func prefixed(_ text: String, _ prefix: String) -> String {
        guard !text.hasPrefix(prefix) else { return text }
        var result = prefix
        var wasUpper = false
        for character in text {
            if character.isUppercase, !wasUpper { result += "_" }
            wasUpper = character.isUppercase
            result += character.uppercased()
        }
        return result
    }
}
