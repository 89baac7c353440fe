import TemporalEngine
import Testing

@Suite
struct HistoryLimitsTests {
    @Test(arguments: [
        (4095, 0, false), (4096, 0, true), (1, 4 * 1024 * 1024 - 1, false), (1, 4 * 1024 * 1024, true),
    ])
    func `continuing as new is suggested from 4,096 events or 4 MiB on`(events: Int, bytes: Int, isSuggested: Bool) {
        #expect(HistoryLimits.standard.suggestContinueAsNew(events: events, bytes: bytes) == isSuggested)
    }
}
