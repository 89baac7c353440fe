/// Turns the bytes of a file into rows, in the order of the file, with bounded memory.
package protocol RowParser: Sendable {
    /// Takes the next bytes and hands out the rows that are complete.
    /// - Throws: ``CommandFailure`` when the file as a whole cannot be imported.
    mutating func feed(_ bytes: [UInt8], _ emit: (ImportRow) -> Void) throws

    /// Ends the file and hands out what is left.
    /// - Throws: ``CommandFailure`` when the file as a whole cannot be imported.
    mutating func finish(_ emit: (ImportRow) -> Void) throws
}
