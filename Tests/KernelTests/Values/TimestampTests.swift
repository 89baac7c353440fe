import Foundation
import OMSKernel
import TestSupport
import Testing

@Suite
struct TimestampTests {
    private static let lastMoment: Int64 = 253_402_300_799_999

    @Test
    func `generated times come back from their text, which is Foundation's`() throws {
        var random = SeededRandom.announced(for: "Timestamp")
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<5_000 {
            let timestamp = Timestamp(milliseconds: .random(in: 0...Self.lastMoment, using: &random))
            #expect(Timestamp(rfc3339: timestamp.description) == timestamp)
            // Seconds only: Foundation's fractions go through a floating-point number.
            let whole = Timestamp(milliseconds: timestamp.milliseconds / 1_000 * 1_000)
            let date = Date(timeIntervalSince1970: Double(whole.milliseconds / 1_000))
            #expect(whole.description == date.formatted(style))
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (1, "1970-01-01T00:00:00.001Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (Self.lastMoment, "9999-12-31T23:59:59.999Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func `a time is written in UTC with milliseconds`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [
        ("2026-11-20", "2026-11-20T00:00:00.000Z"),
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00.000Z"),
        ("2026-11-20t10:00:00z", "2026-11-20T10:00:00.000Z"),
        ("2026-11-20T10:00:00.5Z", "2026-11-20T10:00:00.500Z"),
        ("2026-11-20T10:00:00.123456789Z", "2026-11-20T10:00:00.123Z"),
        ("2026-11-20T10:00:00.999999Z", "2026-11-20T10:00:00.999Z"),
        ("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00.000Z"),
        ("2026-11-20T22:00:00-05:30", "2026-11-21T03:30:00.000Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"),
    ])
    func `RFC 3339 is read in all its forms`(text: String, canonical: String) {
        #expect(Timestamp(rfc3339: text)?.description == canonical)
    }

    @Test(arguments: [
        "", "now", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-11-00", "2026-11-31", "2026-02-29",
        "2100-02-29",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00", "2026-11-20T10:00Z", "2026-11-20T24:00:00Z",
        "2026-11-20T10:60:00Z", "2026-11-20T10:00:61Z", "2026-11-20T10:00:00", "2026-11-20T10:00:00.Z",
        "2026-11-20T10:00:00.1234567890Z", "2026-11-20T10:00:00+24:00", "2026-11-20T10:00:00+0200",
        "2026-11-20T10:00:00Z ", " 2026-11-20", "2026-11-20 10:00:00Z", "２０２６-11-20", "12026-11-20T10:00:00Z",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test
    func `times move and are told apart in milliseconds`() {
        let start = Timestamp(milliseconds: 1_000)
        #expect(start.advanced(by: .seconds(2)).milliseconds == 3_000)
        #expect(start.advanced(by: .milliseconds(-1)).milliseconds == 999)
        #expect(Timestamp(milliseconds: 3_500).duration(since: start) == .milliseconds(2_500))
        #expect(start < Timestamp(milliseconds: 1_001))
        #expect(Duration.microseconds(1_999).wholeMilliseconds == 1)
    }

    @Test
    func `the system's clock tells the time`() {
        let before = Date().timeIntervalSince1970 * 1_000
        let now = Double(SystemWallClock().now().milliseconds)
        #expect((before - 1...before + 60_000).contains(now))
    }
}
