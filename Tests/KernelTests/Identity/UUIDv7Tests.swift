import Foundation
import OMSKernel
import TestSupport
import Testing

@Suite
struct UUIDv7Tests {
    @Test
    func `the example of RFC 9562 is written as the RFC has it`() {
        // Appendix A.6: unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
        let id = UUIDv7(
            timestamp: Timestamp(milliseconds: 0x017F_22E2_79B0),
            counter: 0xCC3,
            random: 0x18C4_DC0C_0C07_398F
        )
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(id.timestamp.description == "2022-02-22T19:22:22.000Z")
    }

    @Test
    func `generated ids come back from their text, in either case, as Foundation writes it too`() {
        var random = SeededRandom.announced(for: "UUIDv7")
        for _ in 0..<5_000 {
            let milliseconds = Int64.random(in: 0...0xFFFF_FFFF_FFFF, using: &random)
            let id = UUIDv7(
                timestamp: Timestamp(milliseconds: milliseconds),
                counter: .random(in: 0...0xFFF, using: &random),
                random: random.next()
            )
            #expect(UUIDv7(id.description) == id)
            #expect(UUIDv7(id.description.uppercased()) == id)
            #expect(UUID(uuidString: id.description)?.uuidString.lowercased() == id.description)
            #expect(id.timestamp.milliseconds == milliseconds)
        }
    }

    @Test
    func `ids sort by time, then counter, as values and as texts`() {
        var random = SeededRandom.announced(for: "UUIDv7 order")
        var ids: [UUIDv7] = []
        for milliseconds in [0, 1, 255, 256, 1_795_168_800_000, 0xFFFF_FFFF_FFFF] as [Int64] {
            for counter in [0, 1, 0x7FF, 0xFFF] as [UInt16] {
                let timestamp = Timestamp(milliseconds: milliseconds)
                ids.append(UUIDv7(timestamp: timestamp, counter: counter, random: random.next()))
            }
        }
        #expect(ids.sorted() == ids)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test
    func `the floor of a time is at most every id of that time and above every earlier one`() {
        var random = SeededRandom.announced(for: "UUIDv7 floor")
        let moment = Timestamp(milliseconds: 1_795_168_800_000)
        let before = Timestamp(milliseconds: moment.milliseconds - 1)
        for _ in 0..<1_000 {
            let counter = UInt16.random(in: 0...0xFFF, using: &random)
            #expect(UUIDv7.floor(of: moment) <= UUIDv7(timestamp: moment, counter: counter, random: random.next()))
            #expect(UUIDv7.floor(of: moment) > UUIDv7(timestamp: before, counter: counter, random: random.next()))
        }
        #expect(
            UUIDv7.floor(of: before)
                > UUIDv7(timestamp: before.advanced(by: .milliseconds(-1)), counter: .max, random: .max)
        )
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e279b07cc398c4dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", "017g22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2_79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398é",
        "00000000-0000-0000-0000-000000000000",
    ])
    func `what is no version 7 UUID is refused`(text: String) {
        #expect(UUIDv7(text) == nil)
    }

    @Test
    func `ids that one process makes in a millisecond grow`() {
        let generator = SystemIDGenerator()
        let moment = Timestamp(milliseconds: 1_795_168_800_000)
        let ids = (0..<2_000).map { _ in generator.next(at: moment) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.timestamp == moment })
    }

    @Test
    func `an identifier is read from its text, and nothing else`() {
        enum Thing {}
        let id = Identifier<Thing>("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
        #expect(id?.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(Identifier<Thing>("thing-1") == nil)
    }
}
