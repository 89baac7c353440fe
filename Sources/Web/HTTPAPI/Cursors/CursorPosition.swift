import OMSKernel
import Orders
import Warehouse

/// A position in a list, as the bytes that a cursor carries.
protocol CursorPosition: Sendable {
    init?(cursorBytes: [UInt8])
    var cursorBytes: [UInt8] { get }
}

extension CursorCodec {
    func encode(_ position: (some CursorPosition)?, list: String) -> String? {
        position.map { encode($0.cursorBytes, list: list) }
    }

    /// The position in the cursor of a query; nil when the query has none.
    func position<Position: CursorPosition>(
        in query: Query,
        _: Position.Type,
        list: String,
        parameter: String = "cursor",
        problems: inout ValidationError
    ) -> Position? {
        guard let text = query.text(parameter, &problems) else { return nil }
        do throws(ValidationError) {
            let bytes = try decode(text, list: list, parameter: parameter)
            guard let position = Position(cursorBytes: bytes) else { throw Self.refusal(parameter) }
            return position
        } catch {
            for (field, problem) in error.fields { problems.add(field, problem) }
            return nil
        }
    }
}

extension Int64: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        self.init(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    var cursorBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}

extension UUIDv7: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard bytes.count == 16, let high = Int64(cursorBytes: Array(bytes[..<8])),
            let low = Int64(cursorBytes: Array(bytes[8...]))
        else { return nil }
        self.init(high: UInt64(bitPattern: high), low: UInt64(bitPattern: low))
    }

    var cursorBytes: [UInt8] {
        Int64(bitPattern: high).cursorBytes + Int64(bitPattern: low).cursorBytes
    }
}

extension Identifier: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard let uuid = UUIDv7(cursorBytes: bytes) else { return nil }
        self.init(uuid)
    }

    var cursorBytes: [UInt8] { uuid.cursorBytes }
}

extension CustomerID: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    var cursorBytes: [UInt8] { Array(text.utf8) }
}

extension SKU: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard let code = String(validating: bytes, as: UTF8.self), let sku = try? SKU(code) else { return nil }
        self = sku
    }

    var cursorBytes: [UInt8] { Array(code.utf8) }
}

extension PickTask.QueuePosition: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard bytes.count == 24, let priority = Int64(cursorBytes: Array(bytes[..<8])),
            PickRequest.priorityRange.contains(Int(clamping: priority)),
            let id = PickTaskID(cursorBytes: Array(bytes[8...]))
        else { return nil }
        self.init(priority: Int(clamping: priority), id: id)
    }

    var cursorBytes: [UInt8] { Int64(priority).cursorBytes + id.cursorBytes }
}

extension EventPosition: CursorPosition {
    init?(cursorBytes bytes: [UInt8]) {
        guard bytes.count == 16, let transaction = Int64(cursorBytes: Array(bytes[..<8])),
            let position = Int64(cursorBytes: Array(bytes[8...]))
        else { return nil }
        self.init(transaction: transaction, position: position)
    }

    var cursorBytes: [UInt8] { transaction.cursorBytes + position.cursorBytes }
}
