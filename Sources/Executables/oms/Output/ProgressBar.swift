import Foundation

/// Shows how far a long command is: a bar that moves on a terminal, a line every few seconds elsewhere.
final class ProgressBar {
    private static let barWidth = 28
    private let total: Int?
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let interval: Duration
    private let start = ContinuousClock.now
    private var shownAt = ContinuousClock.now
    private var done = 0
    private var isShown = false

    /// The total is in the unit of ``advance(bytes:_:)``; nil when nobody knows it.
    init(total: Int?, isQuiet: Bool) {
        self.total = total
        self.isQuiet = isQuiet
        isTerminal = Terminal.isErrorTerminal
        interval = isTerminal ? .milliseconds(100) : .seconds(5)
    }

    func advance(bytes: Int, _ counts: ImportWindow.Counts) {
        done += bytes
        show(counts)
    }

    func show(_ counts: ImportWindow.Counts) {
        show(count: counts.total) {
            "created \(counts.created), already there \(counts.alreadyThere), refused \(counts.refused)"
        }
    }

    /// Shows where it stands, when it is time to.
    func show(count: Int, _ text: () -> String) {
        guard !isQuiet, ContinuousClock.now - shownAt >= interval else { return }
        shownAt = .now
        draw(count: count, text())
    }

    /// Takes the bar off the terminal.
    func clear() {
        if isShown, isTerminal { Terminal.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
        isShown = false
    }

    private func draw(count: Int, _ text: String) {
        let seconds = Double((ContinuousClock.now - start).components.seconds)
        let rate = seconds >= 1 ? ", \(Int(Double(count) / seconds))/s" : ""
        var line = text + rate
        if let total, total > 0 {
            let part = min(1, Double(done) / Double(total))
            let filled = Int(part * Double(Self.barWidth))
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
            line = (isTerminal ? "[\(bar)] " : "") + "\(Int(part * 100))%, " + line
        }
        isShown = true
        Terminal.write(Array((isTerminal ? "\r\u{1B}[K" + line : line + "\n").utf8), to: STDERR_FILENO)
    }
}
