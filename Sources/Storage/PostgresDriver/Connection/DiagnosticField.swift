import CLibPQ

/// The fields of the server's errors and notices that are read; the letters are libpq's `PG_DIAG_…` macros.
enum DiagnosticField: UInt8 {
    case sqlState = 0x43  // C
    case message = 0x4D  // M
    case constraint = 0x6E  // n
    case table = 0x74  // t
    case column = 0x63  // c
    case function = 0x52  // R

    /// The field's text; nil when the server did not send it.
    func text(in result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(rawValue)).map { String(cString: $0) }
    }
}
