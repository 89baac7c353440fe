import TemporalAPI
import TemporalSDK

extension Error {
    /// Whether trying again can never help.
    var isRefusedForGood: Bool {
        switch self {
        case let error as ServiceError: error.isRefusalForGood
        case is PayloadConversionError: true
        default: false
        }
    }
}
