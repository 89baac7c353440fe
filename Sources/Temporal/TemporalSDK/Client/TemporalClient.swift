import Foundation
package import Logging
package import TemporalAPI

/// Starts workflows and speaks with them, over any service: an engine in this process, or a connection.
package struct TemporalClient: Sendable {
    package let configuration: Configuration
    let caller: ServiceCaller
    let logger: Logger

    package init(
        service: any WorkflowServiceCalls,
        configuration: Configuration = Configuration(),
        logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.logger = logger
        caller = ServiceCaller(service: service, namespace: configuration.namespace, logger: logger, clock: clock)
    }

    /// The same client for callers that cannot wait.
    ///
    /// - Parameter timeout: The longest that a call may take; it is not tried again.
    /// - Returns: The client.
    package func impatient(_ timeout: Duration) -> TemporalClient {
        var configuration = configuration
        configuration.retryPolicy = .none
        configuration.callTimeout = timeout
        return TemporalClient(service: caller.service, configuration: configuration, logger: logger)
    }

    var converter: DataConverter { configuration.dataConverter }

    /// A new request id: the service does one thing once for it, however often it is asked.
    static func newRequestID() -> String { UUID().uuidString.lowercased() }

    /// A call of a client, with the client's own retries.
    func call<Response: Sendable>(
        _ operation: String,
        _ body: (any WorkflowServiceCalls, TemporalAPI.CallOptions) async throws -> Response
    ) async throws -> Response {
        do {
            return try await caller.call(
                operation,
                retry: configuration.retryPolicy,
                timeout: configuration.callTimeout,
                body
            )
        } catch let error as ServiceError {
            throw ClientErrors.typed(error)
        }
    }
}

extension TemporalClient {
    package struct Configuration: Sendable {
        package var namespace: String
        /// Who asked for something: written into histories.
        package var identity: String
        package var dataConverter: DataConverter
        /// How calls are tried again while the service is away.
        package var retryPolicy: ServiceRetryPolicy
        /// How long one attempt of a call may take; nil for the usual. Long polls take what they take.
        package var callTimeout: Duration?
        /// When a query of a closed workflow is rejected, unless a query says otherwise.
        package var queryRejectCondition: APIQueryRejectCondition
        /// Shared with the workers that may take first tasks from the answers to starts; nil for none.
        package var eagerWorkers: EagerWorkers?

        package init(
            namespace: String = "default",
            identity: String = ClientIdentity.process,
            dataConverter: DataConverter = .default,
            retryPolicy: ServiceRetryPolicy = .report(within: .seconds(90)),
            queryRejectCondition: APIQueryRejectCondition = .none
        ) {
            self.namespace = namespace
            self.identity = identity
            self.dataConverter = dataConverter
            self.retryPolicy = retryPolicy
            self.queryRejectCondition = queryRejectCondition
        }
    }
}
