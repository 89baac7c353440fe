import SwiftProtobuf
import TemporalAPI

/// Commands that only write something down.
extension CommandPass {
    mutating func recordMarker(
        _ attributes: APIRecordMarkerCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badRecordMarkerAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "RecordMarkerCommandAttributes is not set on RecordMarkerCommand."
            )
        }
        let name = attributes.markerName
        guard !name.isEmpty else {
            throw CommandProblem(cause: cause, detail: "MarkerName is not set on RecordMarkerCommand.")
        }
        try check(length: name, cause: cause) { length, limit in
            "MarkerName on RecordMarkerCommand exceeds length limit. MarkerName=\(name) Length=\(length) Limit=\(limit)"
        }
        let bytes = attributes.details.reduce(0) { $0 + $1.key.utf8.count + $1.value.byteCount }
        try check(bytes: bytes, cause: cause, "RecordMarkerCommandAttributes.Details exceeds size limit.")
        add(
            .markerRecordedEventAttributes(
                .with {
                    $0.markerName = name
                    $0.details = attributes.details
                    $0.workflowTaskCompletedEventID = completedEventID
                    if attributes.hasHeader { $0.header = attributes.header }
                    if attributes.hasFailure { $0.failure = attributes.failure }
                }
            ),
            extras
        )
    }

    mutating func upsertSearchAttributes(
        _ attributes: APIUpsertWorkflowSearchAttributesCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badSearchAttributes
        let command = "UpsertWorkflowSearchAttributesCommand"
        guard let attributes else {
            throw CommandProblem(cause: cause, detail: "\(command)Attributes is not set on \(command).")
        }
        guard attributes.hasSearchAttributes else {
            throw CommandProblem(cause: cause, detail: "SearchAttributes is not set on \(command).")
        }
        let fields = attributes.searchAttributes.indexedFields
        guard !fields.isEmpty else {
            throw CommandProblem(cause: cause, detail: "IndexedFields is not set on \(command).")
        }
        try check(searchAttributes: attributes.searchAttributes) { $0 }
        try check(bytes: fields.byteCount, cause: cause, "\(command)Attributes exceeds size limit.")
        var merged = state.searchAttributes
        merged.upsert(fields)
        try check(size: merged, cause: cause)
        add(
            .upsertWorkflowSearchAttributesEventAttributes(
                .with {
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.searchAttributes = attributes.searchAttributes
                }
            ),
            extras
        )
        state.effects.append(.visibilityChanged)
    }

    mutating func modifyProperties(
        _ attributes: APIModifyWorkflowPropertiesCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badModifyWorkflowPropertiesAttributes
        let command = "ModifyWorkflowPropertiesCommand"
        guard let attributes else {
            throw CommandProblem(cause: cause, detail: "\(command)Attributes is not set on \(command).")
        }
        guard attributes.hasUpsertedMemo else {
            throw CommandProblem(cause: cause, detail: "UpsertedMemo is not set on \(command).")
        }
        let fields = attributes.upsertedMemo.fields
        guard !fields.isEmpty else {
            throw CommandProblem(cause: cause, detail: "UpsertedMemo.Fields is not set on \(command).")
        }
        try check(bytes: fields.byteCount, cause: cause, "\(command)Attributes exceeds size limit.")
        var merged = state.memo
        merged.upsert(fields)
        try check(
            bytes: APIMemo.with { $0.fields = merged }.byteCount,
            limit: limits.memoBytes,
            cause: cause,
            "\(command)Attributes. Memo exceeds size limit."
        )
        add(
            .workflowPropertiesModifiedEventAttributes(
                .with {
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.upsertedMemo = attributes.upsertedMemo
                }
            ),
            extras
        )
        state.effects.append(.visibilityChanged)
    }
}
