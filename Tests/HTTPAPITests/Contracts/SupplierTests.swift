import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SupplierTests {
    @Test(arguments: Backend.allCases)
    func `the sandbox supplier is set and shown`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let path = "/purchasing/supplier"
            let first = #"{"delayMilliseconds":1000,"neverSends":false,"errorPercent":0,"isOut":false,"failNext":0}"#
            #expect(try await api.call(.get, path).text == first)
            let slow = #"{"delayMilliseconds":250,"neverSends":false,"errorPercent":5,"isOut":true,"failNext":2}"#
            #expect(try await api.call(.put, path, slow).text == slow)
            #expect(try await api.call(.get, path).text == slow)
            let never = #"{"delayMilliseconds":0,"neverSends":true,"errorPercent":0,"isOut":false,"failNext":0}"#
            #expect(try await api.call(.put, path, #"{"neverSends":true}"#).text == never)
            #expect(try await api.call(.get, path).text == never)
            for (body, field) in [
                (#"{"delayMilliseconds":31536000001}"#, "delayMilliseconds"),
                (#"{"errorPercent":101}"#, "errorPercent"),
                (#"{"failNext":-1}"#, "failNext"), (#"{"neverSends":1}"#, "neverSends"),
            ] {
                let reply = try await api.call(.put, path, body)
                #expect(reply.status == 400)
                #expect(try reply.json["errors"][field] != .null, "\(field)")
            }
        }
    }
}
