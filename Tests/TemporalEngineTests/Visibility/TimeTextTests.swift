import TemporalEngine
import Testing

@Suite struct TimeTextTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.000000001Z", 1),
            ("1969-12-31T23:59:59.5Z", -500_000_000),
            ("2026-11-21T07:38:26+01:00", 1_795_243_106_000_000_000),
            ("2000-02-29T12:00:00Z", 951_825_600_000_000_000),
            ("2024-12-31T23:59:59.123456789123Z", 1_735_689_599_123_456_789),
        ] as [(String, Int64)]
    )
    func `a time is read to the nanosecond`(text: String, nanoseconds: Int64) {
        #expect(TimeText.nanoseconds(of: text) == nanoseconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T07:38:26", "2026-11-21T07:38:26.Z", "2026-11-21T07:38:26Zx", "9999-01-01T00:00:00Z",
    ])
    func `what is no time is refused`(text: String) {
        #expect(TimeText.nanoseconds(of: text) == nil)
    }
}
