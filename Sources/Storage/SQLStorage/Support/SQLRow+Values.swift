import OMSKernel
import SQLPort

extension SQLRow {
    /// - Throws: ``SQLError/unexpectedValue(column:)`` when the text is no version 7 UUID.
    func uuid(_ column: Int) throws -> UUIDv7 {
        guard let uuid = UUIDv7(try text(column)) else { throw SQLError.unexpectedValue(column: column) }
        return uuid
    }

    /// - Throws: ``SQLError/unexpectedValue(column:)`` when the text is none of the type's words.
    func value<Value: RawRepresentable<String>>(_ column: Int) throws -> Value {
        guard let value = Value(rawValue: try text(column)) else { throw SQLError.unexpectedValue(column: column) }
        return value
    }
}
