import HTTPTypes
import Testing

@Suite
struct BodyTests {
    @Test(arguments: [
        ("", "the text ends too early (line 1, column 1)"),
        ("{", "a member's name in double quotes was expected (line 1, column 2)"),
        ("{\"a\":1,}", "a member's name in double quotes was expected (line 1, column 8)"),
        ("{\n  \"a\" 1}", "a colon was expected (line 2, column 7)"),
        ("{\"a\":-}", "a digit was expected (line 1, column 7)"),
        ("{\"a\":01}", "a number must not start with 0 (line 1, column 8)"),
        ("{\"a\":1.}", "a digit was expected (line 1, column 8)"),
        ("{\"a\":1e}", "a digit was expected (line 1, column 8)"),
        ("{\"a\":NaN}", "a value was expected (line 1, column 6)"),
        ("{\"a\":tru}", "a value was expected (line 1, column 6)"),
        ("{'a':1}", "a member's name in double quotes was expected (line 1, column 2)"),
        ("{\"a\":\"\u{0}\"}", "control characters such as NUL must be escaped (line 1, column 7)"),
        ("{\"a\":\"x\ny\"}", "control characters such as NUL must be escaped (line 1, column 8)"),
        ("{\"a\":\"\\x\"}", "an unknown escape (line 1, column 8)"),
        ("{\"a\":\"\\u12\"}", "four hexadecimal digits were expected (line 1, column 11)"),
        ("{\"a\":\"\\ud800\"}", "half of a surrogate pair (line 1, column 13)"),
        ("{\"a\":\"\\ud800\\u0041\"}", "half of a surrogate pair (line 1, column 19)"),
        ("{\"a\":\"\\udc00\"}", "half of a surrogate pair (line 1, column 13)"),
        ("{\"a\":\"x", "the text ends too early (line 1, column 8)"),
        ("{\"a\":[1 2]}", "a comma or a closing bracket was expected (line 1, column 9)"),
        ("{\"a\":1 \"b\":2}", "a comma or a closing brace was expected (line 1, column 8)"),
        ("{} x", "nothing may follow the value (line 1, column 4)"),
        ("\u{FEFF}{}", "a value was expected (line 1, column 1)"),
    ])
    func `malformed JSON is refused with its place`(body: String, problem: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/orders", body)
            #expect(reply.status == 400)
            #expect(try reply.json["message"].text == "Malformed JSON")
            #expect(try reply.error("body") == "body is not valid JSON: \(problem)")
        }
    }

    @Test(arguments: ["[]", "null", "1", "\"x\"", "true"])
    func `a body that is no object is refused`(body: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/orders", body)
            #expect(reply.status == 400)
            #expect(try reply.error("body")?.hasPrefix("body must be an object, not ") == true)
        }
    }

    @Test
    func `deep nesting is refused and the process lives`() async throws {
        try await APIFixture.with { api in
            for bracket in ["[", "{\"a\":"] {
                let reply = try await api.call(.post, "/orders", String(repeating: bracket, count: 100_000))
                #expect(reply.status == 400)
                #expect(try reply.error("body")?.contains("nested more than 32 deep") == true)
            }
            let allowed = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
            let fine = try await api.call(.post, "/orders", #"{"x":\#(allowed),"items":[{"sku":"A","quantity":1}]}"#)
            #expect(fine.status == 201)
        }
    }

    @Test
    func `bytes that are no UTF-8 are refused, also in members that nobody asks for`() async throws {
        try await APIFixture.with { api in
            for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3]] {
                let body =
                    Array("{\"x\":\"".utf8) + bytes + Array("\",\"items\":[{\"sku\":\"A\",\"quantity\":1}]}".utf8)
                let reply = try await api.call(.post, "/orders", bytes: body)
                #expect(reply.status == 400)
                #expect(try reply.error("body") == "body must be UTF-8")
            }
        }
    }

    @Test
    func `UTF-16 and UTF-32 are refused`() async throws {
        try await APIFixture.with { api in
            let text = #"{"items":[{"sku":"A","quantity":1}]}"#
            let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            for body in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, [0, 0, 0, 0x7B, 0, 0, 0, 0x7D]] {
                let reply = try await api.call(.post, "/orders", bytes: body)
                #expect(reply.status == 400)
                #expect(try reply.error("body") == "body must be UTF-8, not UTF-16 or UTF-32")
            }
        }
    }

    @Test(arguments: [
        "text/plain", "", "application/xml", "application/jsonx", "multipart/form-data; boundary=x",
        "application/json; charset=utf-16", "application/json; charset=iso-8859-1",
    ])
    func `another content type is 415`(type: String) async throws {
        try await APIFixture.with { api in
            let body = #"{"items":[{"sku":"A","quantity":1}]}"#
            let reply = try await api.call(.post, "/orders", body, headers: [("Content-Type", type)])
            #expect(reply.status == 415)
            #expect(reply.header("Content-Type") == "application/problem+json")
        }
    }

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON",
        "application/vnd.oms+json", "application/merge-patch+json; charset=\"utf-8\"",
    ])
    func `JSON in UTF-8 is taken under each of its names`(type: String) async throws {
        try await APIFixture.with { api async throws in
            let body = #"{"items":[{"sku":"A","quantity":1}]}"#
            #expect(try await api.call(.post, "/orders", body, headers: [("Content-Type", type)]).status == 201)
        }
    }

    @Test
    func `a body over the limit is 413`() async throws {
        try await APIFixture.with { api in
            let padding = String(repeating: " ", count: 1_048_576 - 36)
            let fits = #"{"items":[{"sku":"A","quantity":1}]}"# + padding
            #expect(try await api.call(.post, "/orders", fits).status == 201)
            let reply = try await api.call(.post, "/orders", fits + " ")
            #expect(reply.status == 413)
            #expect(reply.header("Content-Type") == "application/problem+json")
            #expect(reply.header("Connection") == nil)
            let huge = try await api.call(.post, "/orders", bytes: [UInt8](repeating: 0x20, count: 9 * 1_048_576))
            #expect(huge.status == 413)
            #expect(huge.header("Connection") == "close")
        }
    }
}
