package import OMSKernel

/// Who takes parcels to customers.
package protocol Carrier: Sendable {
    /// Books a parcel. The same request id gives the same label, however often it is asked for.
    /// - Throws: ``CarrierError``, or that the wait for the answer was cancelled.
    func label(_ request: LabelRequest) async throws -> CarrierLabel

    /// Gives a label back that is not used. One that the carrier does not know counts as given back.
    /// - Throws: ``CarrierError``, or that the wait for the answer was cancelled.
    func void(_ requestID: RequestKey) async throws
}

package struct LabelRequest: Sendable, Equatable {
    package let id: RequestKey
    package let shipTo: Consignee

    package init(id: RequestKey, shipTo: Consignee) {
        self.id = id
        self.shipTo = shipTo
    }
}

/// Why a carrier did not do it. Messages hold no personal data.
package enum CarrierError: CategorizedError, Equatable {
    /// It is away or failed; the same request may succeed later.
    case unavailable(retryAfter: Duration)
    /// It will not take this parcel, however often it is asked.
    case refused(String)

    package var category: ErrorCategory {
        switch self {
        case .unavailable(let delay): .unavailable(retryAfter: delay)
        case .refused: .invalid
        }
    }

    package var message: String {
        switch self {
        case .unavailable: "The carrier is not available; try again later"
        case .refused(let reason): "The carrier refuses the parcel: \(reason)"
        }
    }
}
