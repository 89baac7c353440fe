/// What an event of a history says, in a line.
enum WorkflowEventText {
    static func summary(_ event: JSONValue) -> String {
        let attributes = event["attributes"]
        let parts: [String?] = [
            attributes["activityType"]["name"].shown ?? attributes["workflowType"]["name"].shown,
            attributes["signalName"].shown.map { "signal \($0)" },
            attributes["attempt"].shown.map { "attempt \($0)" },
            attributes["startToFireTimeout"].shown.map { "in \($0)" },
            failure(attributes["failure"]) ?? failure(attributes["lastFailure"]).map { "after: \($0)" },
            attributes["reason"].shown ?? attributes["cause"].shown,
        ]
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// The innermost message: those around it say that an activity or a child failed.
    static func failure(_ failure: JSONValue) -> String? {
        failure["cause"]["message"].shown ?? failure["message"].shown
    }
}
