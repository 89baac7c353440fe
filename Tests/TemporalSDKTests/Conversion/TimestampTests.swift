import Foundation
import TemporalSDK
import Testing

@Suite
struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0),
        ("2026-11-20T10:00:00.123Z", 1_795_168_800.123),
        ("2026-11-20T12:00:00+02:00", 1_795_168_800),
        ("2026-11-20T05:30:00-04:30", 1_795_168_800),
        ("2026-11-20t10:00:00z", 1_795_168_800),
        ("2026-11-20T10:00:00", 1_795_168_800),
        ("2026-11-20T10:00:00.123456789Z", 1_795_168_800.123456789),
        ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-03-01T00:00:00Z", 951_868_800),
        ("1969-12-31T23:59:59Z", -1),
    ])
    func `a time is read`(text: String, seconds: Double) throws {
        let date = try #require(Timestamp.date(of: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-13-01T00:00:00Z", "2026-11-20T25:00:00Z", "2026-11-20T10:00:00.Z",
        "2026-11-20T10:00:00+2", "2026-11-20T10:00:00Z ", "1795168800", "2026-11-20T10:00:00.1234567890Z",
    ])
    func `what is no time is not read`(text: String) {
        #expect(Timestamp.date(of: text) == nil)
    }

    @Test
    func `what is written is read again`() {
        let date = Date(timeIntervalSince1970: 1_795_168_800.5)
        #expect(Timestamp.text(of: date) == "2026-11-20T10:00:00.500Z")
        #expect(Timestamp.date(of: Timestamp.text(of: date)) == date)
    }
}
