import SwiftProtobuf
import TemporalEngine
import Testing

@Suite
struct EngineTimeTests {
    @Test(arguments: [0, 1, -1, 1_700_000_000_123_456_789, -1_500_000_000, .max, .min])
    func `a time is the same after a way over the wire`(nanoseconds: Int64) {
        let time = EngineTime(nanoseconds: nanoseconds)
        let timestamp = time.timestamp
        #expect((0..<1_000_000_000).contains(timestamp.nanos))
        #expect(EngineTime(timestamp) == time)
    }

    @Test
    func `sums stop at the ends instead of breaking`() {
        #expect(EngineTime.distantFuture + .seconds(1) == .distantFuture)
        #expect(EngineTime(seconds: .max) == .distantFuture)
        #expect(EngineTime(nanoseconds: .min) + .seconds(-1) == EngineTime(nanoseconds: .min))
        #expect(EngineTime.distantFuture - EngineTime(nanoseconds: .min) == .nanoseconds(Int64.max))
        #expect(EngineTime(seconds: 5) - EngineTime(seconds: 7) == .seconds(-2))
    }

    @Test
    func `a duration has its whole nanoseconds on the wire`() {
        let duration = Duration.seconds(3) + .nanoseconds(7)
        #expect(duration.protobuf.seconds == 3 && duration.protobuf.nanos == 7)
        #expect(Duration.milliseconds(-1_500).protobuf.seconds == -1)
        #expect(Duration.milliseconds(-1_500).protobuf.nanos == -500_000_000)
    }
}
