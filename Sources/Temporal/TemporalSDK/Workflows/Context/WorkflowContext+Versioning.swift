extension WorkflowContext {
    /// Whether this run has a change of the code. A run that began with the change has it, one that passed this place
    /// before the change has not. Always the same answer within a run.
    ///
    /// ```swift
    /// if context.patched("charge-twice-checked") { … } else { … the old code … }
    /// ```
    /// - Parameter id: names the change, for ever.
    /// - Returns: true for the new code, false for the old.
    package func patched(_ id: String) -> Bool {
        machine.reading { $0.patched(id, isDeprecated: false) }
    }

    /// Stands where `patched` stood once no run needs the old code any more, until no history has the mark either.
    /// - Parameter id: of the change.
    package func deprecatePatch(_ id: String) {
        machine.reading { _ = $0.patched(id, isDeprecated: true) }
    }
}

extension WorkflowMachine {
    func patched(_ id: String, isDeprecated: Bool) -> Bool {
        if let answer = patches.answers[id] { return answer }
        let answer = !isReplaying || patches.noted.contains(id)
        guard !isEvicting, !isReadOnly else { return answer }
        patches.answers[id] = answer
        guard answer else { return false }
        issue(.patch(WorkflowPatch(id: id, isDeprecated: isDeprecated)))
        patches.marked.append(id)
        if environment.sendsSDKMetadata, WorkflowPatch.list(patches.marked) != nil {
            issue(.listPatches(patches.marked))
        }
        return true
    }
}
