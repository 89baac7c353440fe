import Foundation

/// The short way for JSON documents that are one text, number or boolean: most payloads are.
enum JSONScalar {
    /// The JSON of a text without anything to escape, a whole number or a boolean; nil for all else.
    static func data<Value>(of value: Value) -> Data? {
        if let text = value as? String { return data(of: text) }
        if let number = value as? Int { return Data(String(number).utf8) }
        if let flag = value as? Bool { return Data((flag ? "true" : "false").utf8) }
        return nil
    }

    /// Reads such a document. What it gives is no optional: making the type of one at run time costs more than the
    /// reading.
    /// - Parameters:
    ///   - data: the document.
    ///   - type: what is asked for.
    ///   - other: reads what is not one of them, or not of this type.
    /// - Returns: the value.
    /// - Throws: what `other` throws.
    static func value<Value>(of data: Data, as type: Value.Type, else other: () throws -> Value) rethrows -> Value {
        if type == String.self, let text = text(of: data) { return retyped(text) }
        if type == Int.self, let number = number(of: data) { return retyped(number) }
        if type == Bool.self, let flag = flag(of: data) { return retyped(flag) }
        return try other()
    }

    private static func data(of text: String) -> Data? {
        guard text.utf8.allSatisfy(isPlain) else { return nil }
        var data = Data(capacity: text.utf8.count + 2)
        data.append(quote)
        data.append(contentsOf: text.utf8)
        data.append(quote)
        return data
    }

    private static func text(of data: Data) -> String? {
        guard data.count >= 2, data.first == quote, data.last == quote else { return nil }
        let inside = data.dropFirst().dropLast()
        guard inside.allSatisfy(isPlain) else { return nil }
        return String(validating: inside, as: UTF8.self)
    }

    private static func number(of data: Data) -> Int? {
        data.withUnsafeBytes { bytes in
            let isNegative = bytes.first == minus
            let digits = bytes.dropFirst(isNegative ? 1 : 0)
            // A leading zero is no JSON, a fraction is the decoder's business.
            guard let first = digits.first, first != zero || (digits.count == 1 && !isNegative) else { return nil }
            var value = 0
            for digit in digits {
                guard (zero...zero + 9).contains(digit) else { return nil }
                let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
                let next = Int(digit - zero)
                let (sum, overflows) =
                    isNegative ? tenfold.subtractingReportingOverflow(next) : tenfold.addingReportingOverflow(next)
                guard !isTooLarge, !overflows else { return nil }
                value = sum
            }
            return value
        }
    }

    private static func flag(of data: Data) -> Bool? {
        switch data.count {
        case 4: data.elementsEqual("true".utf8) ? true : nil
        case 5: data.elementsEqual("false".utf8) ? false : nil
        default: nil
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let minus = UInt8(ascii: "-")
    private static let zero = UInt8(ascii: "0")

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != quote && byte != UInt8(ascii: "\\")
    }
}
