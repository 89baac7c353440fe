import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct FailureConverterTests {
    private let converter = DataConverter.default
    private let encoding = DataConverter(failureConverter: DefaultFailureConverter(encodesCommonAttributes: true))

    /// Through the wire and back, as another process would read it.
    private func roundTrip<Failure: Error>(_ error: Failure, _ converter: DataConverter? = nil) throws -> Failure {
        let converter = converter ?? self.converter
        let bytes: Data = try converter.convertError(error).serializedBytes()
        return try #require(converter.convertFailure(APIFailure(serializedBytes: bytes)) as? Failure)
    }

    @Test
    func `an application error keeps everything`() throws {
        let error = ApplicationError(
            "declined",
            type: "CardDeclined",
            details: FailureDetails(51, "again"),
            isNonRetryable: true,
            nextRetryDelay: .milliseconds(3_500),
            category: .benign,
            cause: TimeoutError("too late", type: .heartbeat, lastHeartbeatDetails: FailureDetails(3)),
            stackTrace: "here"
        )
        for converter in [converter, encoding] {
            let read = try roundTrip(error, converter)
            #expect(read.message == "declined" && read.type == "CardDeclined" && read.isNonRetryable)
            #expect(read.nextRetryDelay == .milliseconds(3_500) && read.category == .benign)
            #expect(read.stackTrace == "here")
            #expect(try read.details.detail(0, as: Int.self) == 51)
            #expect(try read.details.detail(1, as: String.self) == "again")
            #expect(try read.details.detail(2, as: String.self) == nil)
            let cause = try #require(read.cause as? TimeoutError)
            #expect(try cause.type == .heartbeat && cause.lastHeartbeatDetails.detail(as: Int.self) == 3)
        }
    }

    @Test
    func `all other kinds keep their fields`() throws {
        #expect(try roundTrip(CanceledError("stop", details: FailureDetails("d"))).details.detail() == "d")
        #expect(try roundTrip(TerminatedError("by hand", identity: "me")).identity == "me")
        #expect(try roundTrip(ServerError("broken", isNonRetryable: true)).isNonRetryable)
        #expect(try roundTrip(BasicTemporalFailureError("odd")).message == "odd")
        let activity = try roundTrip(
            ActivityError(
                activityID: "1",
                activityType: "Charge",
                scheduledEventID: 5,
                startedEventID: 6,
                identity: "w",
                retryState: .timeout,
                cause: CanceledError()
            )
        )
        #expect(activity.activityType == "Charge" && activity.scheduledEventID == 5 && activity.retryState == .timeout)
        #expect(activity.isTemporalCancellation)
        let child = try roundTrip(
            ChildWorkflowError(workflowID: "w", runID: "r", workflowType: "C", initiatedEventID: 7)
        )
        #expect(child.workflowID == "w" && child.runID == "r" && child.initiatedEventID == 7)
    }

    @Test
    func `any other error becomes an application error with the name of its type`() throws {
        struct Odd: Error {}
        let failure = converter.convertError(Odd())
        #expect(failure.applicationFailureInfo.type == "Odd" && failure.source == "SwiftSDK")
        #expect(!failure.applicationFailureInfo.nonRetryable)
        #expect(converter.convertFailure(converter.convertError(CancellationError())) is CanceledError)
    }

    @Test
    func `encoded attributes hide the message and the stack trace`() {
        let error = ApplicationError("Ada's card", stackTrace: "here")
        let failure = encoding.convertError(error)
        #expect(failure.message == "Encoded failure" && failure.stackTrace.isEmpty && failure.hasEncodedAttributes)
    }

    @Test
    func `an error that was read is passed on as it was`() throws {
        let failure = try Fixture.failure("child")
        #expect(converter.convertError(converter.convertFailure(failure)) == failure)
    }

    @Test
    func `details without a payload form do not hide the failure`() {
        struct Opaque: Sendable {}
        let failure = converter.convertError(ApplicationError("why", type: "T", details: FailureDetails(Opaque())))
        #expect(failure.message.hasPrefix("why (its details could not be converted"))
        #expect(failure.applicationFailureInfo.type == "T")
    }

    @Test
    func `a chain of causes has an end`() {
        var error = ApplicationError("0")
        for index in 1...500 { error = ApplicationError("\(index)", cause: error) }
        var failure = converter.convertError(error)
        var depth = 0
        while failure.hasCause {
            failure = failure.cause
            depth += 1
        }
        #expect(depth == DefaultFailureConverter.maximumDepth)
    }

    @Test(arguments: ["", " encoded"])
    func `the failures of the official Python SDK are read`(suffix: String) throws {
        func read<Failure: Error>(_ name: String, as type: Failure.Type) throws -> Failure {
            try #require(converter.convertFailure(Fixture.failure(name + suffix)) as? Failure)
        }
        let application = try read("application", as: ApplicationError.self)
        #expect(application.message == "declined" && application.type == "CardDeclined" && application.isNonRetryable)
        #expect(application.nextRetryDelay == .milliseconds(3_500) && application.category == .benign)
        #expect(try application.details.detail(as: [String: Int].self) == ["code": 51])
        #expect(application.stackTrace.contains("generate.py"))
        #expect(try read("cancelled", as: CanceledError.self).details.detail() == "detail")
        let timeout = try read("timeout", as: TimeoutError.self)
        #expect(try timeout.type == .heartbeat && timeout.lastHeartbeatDetails.detail(as: Int.self) == 3)
        #expect(try read("terminated", as: TerminatedError.self).message == "by hand")
        #expect(try read("server", as: ServerError.self).isNonRetryable)
        let child = try read("child", as: ChildWorkflowError.self)
        #expect(child.workflowType == "Child" && child.startedEventID == 8)
        let activity = try #require(child.cause as? ActivityError)
        #expect(activity.identity == "worker" && activity.retryState == .maximumAttemptsReached)
        let plain = try #require(activity.cause as? ApplicationError)
        #expect(plain.type == "ValueError" && plain.message == "plain")
    }
}
