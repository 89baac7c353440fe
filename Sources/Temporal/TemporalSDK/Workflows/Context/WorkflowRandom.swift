import Foundation

/// The numbers of one run, made from its run id (SplitMix64 over an FNV-1a seed).
///
/// What comes out for a run id may never change: histories of running workflows depend on it.
struct WorkflowRandom {
    private var state: UInt64

    init(runID: String) {
        state = runID.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Random numbers of a run, for everything in Swift that takes a generator.
package struct WorkflowRandomNumberGenerator: RandomNumberGenerator, Sendable {
    let machine: WorkflowMachine

    package mutating func next() -> UInt64 {
        machine.reading { machine in
            // A query must not change what the run draws next.
            guard machine.isReadOnly else { return machine.random.next() }
            var copy = machine.random
            return copy.next()
        }
    }
}

extension UUID {
    /// A UUID of version 4 from the given generator's numbers.
    init(random generator: inout some RandomNumberGenerator) {
        let high = (generator.next() & ~0xF000) | 0x4000
        let low = (generator.next() & ~(0b11 << 62)) | (0b10 << 62)
        func byte(_ value: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: value >> (56 - index * 8)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            )
        )
    }
}
