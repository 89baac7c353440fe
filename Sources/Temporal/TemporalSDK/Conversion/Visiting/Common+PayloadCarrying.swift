package import TemporalAPI

extension APIFailure: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasEncodedAttributes { visitor.visit(&encodedAttributes) }
        switch failureInfo {
        case .applicationFailureInfo(var info):
            guard info.hasDetails else { break }
            visitor.visit(&info.details)
            failureInfo = .applicationFailureInfo(info)
        case .timeoutFailureInfo(var info):
            guard info.hasLastHeartbeatDetails else { break }
            visitor.visit(&info.lastHeartbeatDetails)
            failureInfo = .timeoutFailureInfo(info)
        case .canceledFailureInfo(var info):
            guard info.hasDetails else { break }
            visitor.visit(&info.details)
            failureInfo = .canceledFailureInfo(info)
        case .resetWorkflowFailureInfo(var info):
            guard info.hasLastHeartbeatDetails else { break }
            visitor.visit(&info.lastHeartbeatDetails)
            failureInfo = .resetWorkflowFailureInfo(info)
        default: break
        }
        if hasCause { visitor.visit(&cause) }
    }
}

extension APIUserMetadata: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasSummary { visitor.visit(&summary) }
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIWorkflowQuery: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasQueryArgs { visitor.visit(&queryArgs) }
    }
}

extension APIWorkflowQueryResult: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasAnswer { visitor.visit(&answer) }
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIEventGroupMarker: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        guard case .label(var label) = variant, label.hasLabel else { return }
        visitor.visit(&label.label)
        variant = .label(label)
    }
}

/// The marker by which every SDK built on Temporal's core remembers a patch. The core itself reads it, without a
/// codec, so it stays readable.
package enum PatchMarker {
    package static let name = "core_patch"
}
