package import OMSKernel

/// Why a command on keys is refused.
package enum AccessError: CategorizedError, Equatable {
    case keyNotFound(APIKeyID)

    package var category: ErrorCategory { .notFound }

    package var message: String {
        switch self {
        case .keyNotFound(let id): "There is no key \(id)"
        }
    }
}
