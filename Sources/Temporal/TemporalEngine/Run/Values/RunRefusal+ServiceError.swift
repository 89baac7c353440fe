import GRPCCore
import SwiftProtobuf
package import TemporalAPI

extension RunRefusal {
    /// The refusal as a caller of the service gets it.
    package var serviceError: ServiceError {
        switch code {
        case .invalidArgument: ServiceError(.invalidArgument, message)
        case .notFound: Self.error(.notFound, message, detail: APINotFoundFailure())
        case .alreadyExists: ServiceError(.alreadyExists, message)
        case .internalError: ServiceError(.internalError, message)
        case .resourceExhausted:
            Self.error(
                .resourceExhausted,
                message,
                detail: APIResourceExhaustedFailure.with {
                    $0.cause = .busyWorkflow
                    $0.scope = .namespace
                }
            )
        }
    }

    private static func error(_ code: RPCError.Code, _ message: String, detail: some Message) -> ServiceError {
        ServiceError(code, message, detail: try? Google_Protobuf_Any(message: detail))
    }
}
