/// Cuts a stream of bytes into lines, without ever holding more than one line of bounded length.
///
/// Lines end with LF or CRLF; the last one needs no end. A byte order mark at the start is dropped.
package struct LineSplitter: Sendable {
    /// The longest line in bytes, its end not counted: as much as a request's body may have.
    package static let maximumLineLength = 1_048_576

    package enum Line: Sendable, Equatable {
        /// A line's bytes, without its end.
        case whole([UInt8], number: Int)
        /// A line that was longer than allowed; its bytes were dropped.
        case tooLong(number: Int)
    }

    private var partial: [UInt8] = []
    private var isTooLong = false
    private var number = 1
    private let maximumLength: Int

    package init(maximumLength: Int = LineSplitter.maximumLineLength) {
        self.maximumLength = maximumLength
    }

    /// Takes the next bytes of the stream and hands out the lines that ended in them.
    package mutating func feed(_ bytes: some Collection<UInt8>, _ emit: (Line) throws -> Void) rethrows {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            try endLine(emit)
            rest = rest[rest.index(after: end)...]
        }
        append(rest)
    }

    /// Ends the stream: hands out a last line without an end, if there is one.
    package mutating func finish(_ emit: (Line) throws -> Void) rethrows {
        if !partial.isEmpty || isTooLong { try endLine(emit) }
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        guard !isTooLong, !bytes.isEmpty else { return }
        // One byte more than allowed may be the CR of a CRLF.
        guard partial.count + bytes.count <= maximumLength + 1 else {
            isTooLong = true
            partial = []
            return
        }
        partial.append(contentsOf: bytes)
    }

    private mutating func endLine(_ emit: (Line) throws -> Void) rethrows {
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        if number == 1, partial.starts(with: [0xEF, 0xBB, 0xBF]) { partial.removeFirst(3) }
        if isTooLong || partial.count > maximumLength {
            try emit(.tooLong(number: number))
        } else {
            try emit(.whole(partial, number: number))
        }
        partial.removeAll(keepingCapacity: partial.capacity <= 65_536)
        isTooLong = false
        number += 1
    }
}
