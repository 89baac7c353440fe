import OMSKernel
import Synchronization
import Telemetry

/// Keeps lines, each as it was handed over.
final class MemoryLogSink: LogSink {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func offer(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }
}

struct FixedClock: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: 1_795_000_000_123) }
}
