import TemporalEngine
import Testing

@Suite
struct RunLimitsTests {
    @Test
    func `the standard limits are the service's defaults`() {
        let limits = RunLimits.standard
        #expect(limits.historyEvents == 51_200 && limits.historyBytes == 52_428_800)
        #expect(limits.suggestContinueAsNewEvents == 4_096 && limits.suggestContinueAsNewBytes == 4_194_304)
        #expect(limits.blobBytes == 2_097_152 && limits.memoBytes == 2_097_152)
        #expect(limits.searchAttributeKeys == 100 && limits.searchAttributeValueBytes == 2_048)
        #expect(limits.searchAttributesBytes == 40_960)
        #expect(
            [limits.pendingActivities, limits.pendingChildren, limits.pendingSignals, limits.pendingCancels]
                == [2_000, 2_000, 2_000, 2_000]
        )
        #expect(limits.signals == 10_000 && limits.idBytes == 1_000)
        #expect(limits.bufferedEvents == 100 && limits.bufferedBytes == 2_097_152)
        #expect(limits.activityFailureBytes == 4_096)
        #expect(limits.defaultWorkflowTaskTimeout == .seconds(10))
        #expect(limits.longestWorkflowTaskTimeout == .seconds(120))
        #expect(limits.workflowTaskHeartbeatTimeout == .seconds(1_800))
        #expect(limits.workflowTaskRetryMaximum == .seconds(600))
        #expect(limits.shortestRun == .seconds(1))
    }
}
