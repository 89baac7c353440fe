import HTTPTypes
import OMSKernel
import Orders

/// The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): a structured-field string, or bare.
enum IdempotencyKey {
    private static let rule =
        "must be 1 to \(RequestKey.maximumLength) visible ASCII characters, in double quotes or bare"

    /// Reads a request's key from the header, the body's `requestId`, or both when they agree.
    /// - Parameters:
    ///   - headers: the request's headers.
    ///   - requestID: the body's `requestId`, whose own rule is checked with the other fields.
    ///   - problems: gathers what is wrong.
    /// - Returns: the key; nil when the request has none.
    static func read(_ headers: HTTPFields, requestID: String?, _ problems: inout ValidationError) -> String? {
        let values = headers[values: .idempotencyKey]
        guard let value = values.first else { return requestID }
        guard values.count == 1 else {
            problems.add("Idempotency-Key", "must be given once")
            return requestID
        }
        guard let key = parse(value), RequestKey(key) != nil else {
            problems.add("Idempotency-Key", rule)
            return requestID
        }
        if let requestID, requestID != key {
            problems.add("requestId", "must be the same as the Idempotency-Key header, of which it is another name")
        }
        return key
    }

    private static func parse(_ value: String) -> String? {
        let text = value.trimmed
        guard text.hasPrefix("\"") else { return text.contains("\"") ? nil : String(text) }
        guard text.utf8.count >= 2, text.hasSuffix("\"") else { return nil }
        var key = ""
        var isEscaped = false
        for character in text.unicodeScalars.dropFirst().dropLast() {
            if isEscaped {
                guard character == "\"" || character == "\\" else { return nil }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
                continue
            } else if character == "\"" {
                return nil
            }
            key.unicodeScalars.append(character)
        }
        return isEscaped ? nil : key
    }
}
