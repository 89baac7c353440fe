import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

/// Messages filled with payloads everywhere, with the list of those that a codec must see.
@Suite
struct PayloadVisitorTests {
    struct Case: Decodable {
        var message: Data
        var seen: Int
        var digest: String
    }

    static let messages: [String: any (SwiftProtobuf.Message & PayloadCarrying & Equatable).Type] = Dictionary(
        uniqueKeysWithValues: [
            APIPollWorkflowTaskQueueResponse.self, APIPollActivityTaskQueueResponse.self,
            APIRespondWorkflowTaskCompletedRequest.self, APIRespondWorkflowTaskCompletedResponse.self,
            APIRespondWorkflowTaskFailedRequest.self, APIRespondQueryTaskCompletedRequest.self,
            APIRecordActivityTaskHeartbeatRequest.self, APIRecordActivityTaskHeartbeatByIdRequest.self,
            APIRespondActivityTaskCompletedRequest.self, APIRespondActivityTaskCompletedByIdRequest.self,
            APIRespondActivityTaskFailedRequest.self, APIRespondActivityTaskFailedByIdRequest.self,
            APIRespondActivityTaskCanceledRequest.self, APIRespondActivityTaskCanceledByIdRequest.self,
            APIStartWorkflowExecutionRequest.self, APIStartWorkflowExecutionResponse.self,
            APISignalWithStartWorkflowExecutionRequest.self, APISignalWorkflowExecutionRequest.self,
            APITerminateWorkflowExecutionRequest.self, APIQueryWorkflowRequest.self, APIQueryWorkflowResponse.self,
            APIGetWorkflowExecutionHistoryResponse.self, APIGetWorkflowExecutionHistoryReverseResponse.self,
            APIListWorkflowExecutionsResponse.self, APIListOpenWorkflowExecutionsResponse.self,
            APIListClosedWorkflowExecutionsResponse.self, APIDescribeWorkflowExecutionResponse.self,
            APIHistoryEvent.self, APICommand.self, APIFailure.self,
        ].map { type in (String(type.protoMessageName.split(separator: ".").last ?? ""), type) }
            as [(String, any (SwiftProtobuf.Message & PayloadCarrying & Equatable).Type)]
    )

    @Test
    func `every payload is visited once, headers and search attributes never`() async throws {
        let cases = try Fixture.json("visited", as: [String: [Case]].self)
        #expect(Set(cases.keys) == Set(Self.messages.keys))
        for (name, list) in cases {
            let type = try #require(Self.messages[name])
            for (index, item) in list.enumerated() {
                try await check(type, item, "\(name) \(index)")
            }
        }
    }

    private func check<Message: SwiftProtobuf.Message & PayloadCarrying & Equatable>(
        _ type: Message.Type,
        _ item: Case,
        _ name: String
    ) async throws {
        let message = try Message(serializedBytes: item.message)
        let seen = message.payloads.map { String(decoding: $0.data, as: UTF8.self) }
        #expect(seen.count == item.seen, "\(name)")
        let digest = seen.compactMap { Int($0) }.sorted().map(String.init).joined(separator: "+")
        #expect(digest == item.digest, "\(name)")

        // Replacing puts each one back in its own place.
        let marked = try await message.mappingPayloads { payloads in
            payloads.map { payload in
                var payload = payload
                payload.data += Data("!".utf8)
                return payload
            }
        }
        #expect(marked.payloads.map { String(decoding: $0.data, as: UTF8.self) } == seen.map { $0 + "!" }, "\(name)")
        let restored = try await marked.mappingPayloads { payloads in
            payloads.map { payload in
                var payload = payload
                payload.data.removeLast()
                return payload
            }
        }
        #expect(restored == message, "\(name)")
    }

    @Test
    func `the marker of a patch stays readable`() {
        var command = APICommand()
        command.recordMarkerCommandAttributes.markerName = "core_patch"
        command.recordMarkerCommandAttributes.details["patch-data"] = .with { $0.payloads = [APIPayload()] }
        #expect(command.payloads.isEmpty)
        command.recordMarkerCommandAttributes.markerName = "mine"
        #expect(command.payloads.count == 1)
    }

    @Test
    func `a codec that loses a payload is noticed`() async {
        let request = APISignalWorkflowExecutionRequest.with { $0.input.payloads = [APIPayload()] }
        await #expect(throws: PayloadCountError.self) { _ = try await request.mappingPayloads { _ in [] } }
    }
}
