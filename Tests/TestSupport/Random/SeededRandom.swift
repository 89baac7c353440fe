/// Random numbers that a printed seed brings back: the SplitMix64 generator.
///
/// `OMS_TEST_SEED` sets the seed; without it each run has another.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        self.state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A text of scalars from all over Unicode; those that JSON must escape come often.
    package mutating func text(maximumLength: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...maximumLength, using: &self) {
            let value: UInt32 =
                switch Int.random(in: 0..<6, using: &self) {
                case 0: .random(in: 0..<0x20, using: &self)
                case 1:
                    (["\"", "\\", "/", "\u{7F}", "\u{2028}", "\u{FEFF}"] as [Unicode.Scalar]).randomElement(
                        using: &self
                    )?.value ?? 0
                case 2, 3: .random(in: 0x20..<0x7F, using: &self)
                case 4: .random(in: 0x80..<0x3000, using: &self)
                default: .random(in: 0x3000...0x10FFFF, using: &self)
                }
            // Surrogates are no scalars.
            text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(text)
    }
}
