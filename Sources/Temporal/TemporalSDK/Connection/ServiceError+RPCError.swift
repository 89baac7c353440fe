import GRPCCore
import GRPCProtobuf
import TemporalAPI

extension ServiceError {
    /// What a call over gRPC failed with.
    init(of error: any Error) {
        switch error {
        case let error as ServiceError: self = error
        case let error as RPCError:
            // The one detail that a service sends along says what happened; a status that cannot be read adds nothing.
            let status = try? error.unpackGoogleRPCStatus()
            self.init(error.code, error.message, detail: status?.details.compactMap(\.any).first)
        // The channel was shut down, or never run.
        default: self.init(.unavailable, String(describing: error))
        }
    }
}
