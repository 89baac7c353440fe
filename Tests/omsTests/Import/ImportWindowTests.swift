import TestSupport
import Testing
import oms

@Suite struct ImportWindowTests {
    private func row(_ index: Int) -> ImportRow {
        ImportRow(index: index, line: index + 1, lastLine: index + 1, name: nil, content: .malformed([]))
    }

    private func refused(_ index: Int) -> RefusedRow {
        RefusedRow(line: index + 1, lastLine: index + 1, name: nil, status: 400, reasons: [])
    }

    @Test func `only the unbroken run from the start counts`() {
        var window = ImportWindow()
        #expect(window.settle(row(1), as: .created) == [])
        #expect(window.settle(row(2), as: .refused(refused(2))) == [])
        #expect(window.settledRows == 0)
        #expect(window.counts.total == 0)
        #expect(window.settle(row(0), as: .alreadyThere) == [refused(2)])
        #expect(window.settledRows == 3)
        #expect(window.settledLine == 3)
        #expect(window.counts == ImportWindow.Counts(created: 1, alreadyThere: 1, refused: 1))
    }

    @Test func `a row counts once`() {
        var window = ImportWindow()
        _ = window.settle(row(0), as: .created)
        _ = window.settle(row(0), as: .created)
        #expect(window.counts.created == 1)
    }

    @Test func `a resumed run knows what is settled and runs only so far ahead`() {
        let window = ImportWindow(settledRows: 10, counts: ImportWindow.Counts(created: 10))
        #expect(window.isSettled(9))
        #expect(!window.isSettled(10))
        #expect(window.admits(10 + ImportWindow.maximumSpan - 1))
        #expect(!window.admits(10 + ImportWindow.maximumSpan))
    }

    @Test func `any order of settling ends the same`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        for _ in 0..<50 {
            var window = ImportWindow()
            var told: [RefusedRow] = []
            for index in (0..<200).shuffled(using: &generator) {
                let outcome: ImportWindow.Outcome = index % 3 == 0 ? .refused(refused(index)) : .created
                told += window.settle(row(index), as: outcome)
            }
            #expect(window.settledRows == 200)
            #expect(told.map(\.line) == (0..<200).filter { $0 % 3 == 0 }.map { $0 + 1 })
            #expect(window.counts == ImportWindow.Counts(created: 133, alreadyThere: 0, refused: 67))
        }
    }
}
