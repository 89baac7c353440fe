import TestSupport
import Testing
import oms

@Suite struct DurationTextTests {
    @Test(
        "a duration reads as the sum of its parts",
        arguments: [
            ("0s", 0), ("30d", 2_592_000_000), ("12h", 43_200_000), ("1h30m", 5_400_000), ("250ms", 250),
            ("1d1h1m1s1ms", 90_061_001), ("90m", 5_400_000), ("00s", 0),
        ]
    )
    func reads(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    }

    @Test(
        "anything else is no duration",
        arguments: [
            "", "5", "s", "-1s", "+1s", "1.5h", "1 h", " 1h", "1h ", "1m1h", "1s1s", "1w", "1H", "1hs", "h1", "٣s",
            "99999999999999999999s", "9223372036854775807d", "9223372036854775807ms1ms",
        ]
    )
    func refuses(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test func `what is printed reads back as the same duration`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let duration = Duration.milliseconds(Int64.random(in: 0...10_000_000_000, using: &generator))
            #expect(DurationText.parse(DurationText.format(duration)) == duration)
        }
        #expect(DurationText.format(.seconds(5_400)) == "1h30m")
        #expect(DurationText.format(.zero) == "0s")
    }
}
