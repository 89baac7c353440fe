import OMSKernel
import Shipping
import StorageTestKit
import Synchronization
import TestSupport
import Testing

@Suite struct SandboxCarrierTests {
    /// A clock that does not wait, and notes what it was asked to.
    private struct ImpatientClock: Clock {
        typealias Instant = ContinuousClock.Instant

        final class Waits: Sendable {
            let count = Mutex(0)
        }

        let waits = Waits()

        var now: Instant { ContinuousClock.now }
        var minimumResolution: Duration { .zero }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            waits.count.withLock { $0 += 1 }
        }
    }

    private let control = MemoryCarrierControl()
    private let clock = ImpatientClock()

    private func carrier(drawing percent: Int = 0) -> SandboxCarrier {
        SandboxCarrier(control: control, clock: clock) { percent }
    }

    private func request(_ id: String) throws -> LabelRequest {
        LabelRequest(
            id: RequestKey(trusted: id),
            shipTo: Consignee(
                name: "Ada L",
                line1: "1 St",
                line2: nil,
                city: "Oslo",
                region: nil,
                postalCode: nil,
                country: try #require(CountryCode(code: "NO")),
                phone: nil
            )
        )
    }

    private static let unavailable = CarrierError.unavailable(retryAfter: .seconds(1))

    @Test func `the same request has the same label, whoever asks`() async throws {
        let first = try await carrier().label(request("a-1"))
        #expect(try await carrier().label(request("a-1")) == first)
        #expect(try await carrier().label(request("a-2")) != first)
        #expect(SandboxTrackingNumber.isValid(first.trackingNumber))
    }

    @Test func `an outage fails every request until it is over`() async throws {
        try await control.set(SandboxCarrierSettings(latency: .zero, errorPercent: 0, isOut: true, failNext: 0))
        for _ in 0..<3 {
            await #expect(throws: Self.unavailable) { try await carrier().label(request("a-1")) }
        }
        await #expect(throws: Self.unavailable) { try await carrier().void(RequestKey(trusted: "a-1")) }
        try await control.set(.reliable)
        _ = try await carrier().label(request("a-1"))
        try await carrier().void(RequestKey(trusted: "a-1"))
    }

    @Test func `the next requests fail for sure, so many and no more`() async throws {
        try await control.set(SandboxCarrierSettings(latency: .zero, errorPercent: 0, isOut: false, failNext: 2))
        for _ in 0..<2 { await #expect(throws: Self.unavailable) { try await carrier().label(request("a-1")) } }
        _ = try await carrier().label(request("a-1"))
        #expect(try await control.settings() == .reliable)
    }

    @Test(arguments: [(0, 30, true), (29, 30, true), (30, 30, false), (99, 100, true), (0, 0, false)])
    func `a request fails by chance as often as it is set`(drawn: Int, percent: Int, fails: Bool) async throws {
        try await control.set(
            SandboxCarrierSettings(latency: .zero, errorPercent: percent, isOut: false, failNext: 0)
        )
        let label = try? await carrier(drawing: drawn).label(request("a-1"))
        #expect((label == nil) == fails)
    }

    @Test func `an answer takes as long as it is set`() async throws {
        _ = try await carrier().label(request("a-1"))
        #expect(clock.waits.count.withLock { $0 } == 0)
        try await control.set(SandboxCarrierSettings(latency: .seconds(1), errorPercent: 0, isOut: false, failNext: 0))
        _ = try await carrier().label(request("a-1"))
        #expect(clock.waits.count.withLock { $0 } == 1)
    }

    @Test func `settings out of range are refused, each named`() {
        #expect {
            try SandboxCarrierSettings(latency: .seconds(61), errorPercent: 101, isOut: false, failNext: -1)
        } throws: { error in
            (error as? ValidationError)?.fields.keys.sorted() == ["errorPercent", "failNext", "latency"]
        }
    }

    @Test(
        arguments: [
            // An EAN-13 of a pen, and the SSCC of the GS1 General Specifications.
            ("400638133393", UInt8(1)), ("10614141234567890", 8), ("0", 0), ("", 0),
        ]
    )
    func `a check digit is as GS1 has it`(digits: String, check: UInt8) {
        #expect(SandboxTrackingNumber.checkDigit(of: digits.utf8.map { $0 - UInt8(ascii: "0") }) == check)
    }

    @Test func `a mistyped tracking number is found`() throws {
        let number = SandboxTrackingNumber.number(for: RequestKey(trusted: "a-1"))
        #expect(number.hasPrefix("SBX") && number.utf8.count == 21)
        for index in number.indices.dropFirst(3) {
            let digit = try #require(number[index].wholeNumberValue)
            for other in 0..<10 where other != digit {
                var wrong = number
                wrong.replaceSubrange(index...index, with: String(other))
                #expect(!SandboxTrackingNumber.isValid(wrong))
            }
        }
        #expect(!SandboxTrackingNumber.isValid(String(number.dropLast())))
        #expect(!SandboxTrackingNumber.isValid("SBX"))
    }

    @Test func `many requests have different numbers`() {
        let numbers = Set((0..<50_000).map { SandboxTrackingNumber.number(for: RequestKey(trusted: "r-\($0)")) })
        #expect(numbers.count == 50_000)
    }
}
