import CLibPQ
import SQLPort

/// A row in libpq's text format.
struct ResultRow: SQLRow {
    /// Type ids of `pg_type` that count as numbers: bool, int8, int2, int4, oid and numeric (what SUM gives).
    private enum TypeID {
        static let bool: Oid = 16
        static let bytea: Oid = 17
        static let integers: Set<Oid> = [20, 21, 23, 26, 1_700]
        /// Also float4 and float8, which are neither text nor whole.
        static let numbers: Set<Oid> = [16, 20, 21, 23, 26, 1_700, 700, 701]
    }

    let result: QueryResult
    let index: Int32

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result.pointer, index, Int32(column)) == 1
    }

    func integer(_ column: Int) throws -> Int64 {
        let (type, text) = try value(column)
        if type == TypeID.bool { return text == "t" ? 1 : 0 }
        guard TypeID.integers.contains(type), let integer = Int64(text) else {
            throw SQLError.unexpectedValue(column: column)
        }
        return integer
    }

    func text(_ column: Int) throws -> String {
        let (type, text) = try value(column)
        guard !TypeID.numbers.contains(type), type != TypeID.bytea else {
            throw SQLError.unexpectedValue(column: column)
        }
        return text
    }

    func blob(_ column: Int) throws -> [UInt8] {
        let number = Int32(column)
        guard number >= 0, number < PQnfields(result.pointer), !isNull(column),
            PQftype(result.pointer, number) == TypeID.bytea
        else { throw SQLError.unexpectedValue(column: column) }
        var count = 0
        guard let escaped = PQgetvalue(result.pointer, index, number),
            let start = PQunescapeBytea(escaped, &count)
        else { throw SQLError.failed(code: "libpq", message: "out of memory for the bytes of a value") }
        defer { PQfreemem(start) }
        return Array(UnsafeBufferPointer(start: start, count: count))
    }

    private func value(_ column: Int) throws -> (type: Oid, text: String) {
        let number = Int32(column)
        guard number >= 0, number < PQnfields(result.pointer), !isNull(column),
            let start = PQgetvalue(result.pointer, index, number)
        else { throw SQLError.unexpectedValue(column: column) }
        let length = Int(PQgetlength(result.pointer, index, number))
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        return (PQftype(result.pointer, number), String(decoding: bytes, as: UTF8.self))
    }
}
