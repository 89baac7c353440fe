import Foundation

extension SeededRandom {
    /// A generator for one test, whose seed is printed so that a failure can be brought back.
    package static func announced(for test: String) -> SeededRandom {
        let chosen = ProcessInfo.processInfo.environment["OMS_TEST_SEED"].flatMap { UInt64($0) }
        let seed = chosen ?? UInt64.random(in: .min ... .max)
        print("\(test): OMS_TEST_SEED=\(seed)")
        return SeededRandom(seed: seed)
    }
}
