import HTTPTypes
import HummingbirdCore
import NIOCore
import OMSKernel

extension Call {
    /// The members of the request's JSON body.
    /// - Throws: 415, 413, 408, or 400 for what is no JSON object in UTF-8.
    func json() async throws -> JSONFields {
        try checkContentType()
        let buffer = try await body()
        return try Self.fields(of: buffer)
    }

    /// The members of a body that may be left away; nil when there is none.
    func optionalJSON() async throws -> JSONFields? {
        if request.headers[.contentType] != nil { try checkContentType() }
        let buffer = try await body()
        guard buffer.readableBytes > 0 else { return nil }
        try checkContentType()
        return try Self.fields(of: buffer)
    }

    /// The bytes of a JSON body that somebody else reads.
    /// - Parameter limit: the most it may have.
    /// - Returns: the whole body.
    /// - Throws: 415, 413, or 408.
    func jsonBytes(limit: Int) async throws -> [UInt8] {
        try checkContentType()
        var larger = limits
        larger.bodyBytes = limit
        larger.drainedBodyBytes = max(limit, limits.drainedBodyBytes)
        return Array(buffer: try await body(larger))
    }

    private func body(_ other: APILimits? = nil) async throws -> ByteBuffer {
        bodyUse?.note()
        return try await BodyReader(limits: other ?? limits, connection: connection).read(request)
    }

    private static func fields(of buffer: ByteBuffer) throws -> JSONFields {
        let node = try buffer.withUnsafeReadableBytes { raw throws -> JSONNode in
            let bytes = raw.bindMemory(to: UInt8.self)
            guard !isUTF16(bytes) else { throw Problem(field: "body", "must be UTF-8, not UTF-16 or UTF-32") }
            guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
                throw Problem(field: "body", "must be UTF-8")
            }
            return try JSONParser.parse(utf8: bytes)
        }
        return try JSONFields(body: node)
    }

    /// JSON in UTF-16 or UTF-32 starts with a byte order mark or has a zero among its first two bytes.
    private static func isUTF16(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 2 else { return false }
        return bytes[0] == 0 || bytes[1] == 0 || (bytes[0] == 0xFE && bytes[1] == 0xFF)
            || (bytes[0] == 0xFF && bytes[1] == 0xFE)
    }

    /// `application/json`, or any type that ends in `+json`; a charset, when named, is UTF-8.
    private func checkContentType() throws {
        let text = try header(.contentType) ?? ""
        if text == "application/json" { return }
        let parts = text.split(separator: ";").map { $0.trimmed.lowercased() }
        let type = parts.first ?? ""
        let isJSON = type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst("charset=".count)
        let isUTF8 = charset.map { $0 == "utf-8" || $0 == "\"utf-8\"" || $0 == "us-ascii" } ?? true
        guard isJSON, isUTF8 else {
            throw Problem(.unsupportedMediaType, "The body must be application/json in UTF-8")
        }
    }
}

extension StringProtocol {
    /// The text without spaces and tabs at its ends.
    var trimmed: SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
