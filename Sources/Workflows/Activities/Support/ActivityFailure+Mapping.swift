import OMSKernel
import Orders
import Shipping
import TemporalSDK

extension ActivityFailure {
    /// Runs a use case and turns what it refuses into failures that say whether trying again can help.
    ///
    /// Refusals are final, and say what they say to any caller, without personal data. Of every other error only the
    /// kind is told: its text may quote what it was given.
    /// - Parameter body: the use case.
    /// - Returns: its result.
    /// - Throws: `ApplicationError`, or that the attempt was cancelled.
    static func translating<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as ApplicationError {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw failure(for: error)
        }
    }

    private static func failure(for error: any Error) -> ApplicationError {
        guard let error = error as? any CategorizedError else {
            return ApplicationError("The attempt failed: \(type(of: error))", type: "\(type(of: error))")
        }
        if let error = error as? OrderError { return ofOrder(error) }
        if case .refused? = error as? CarrierError { return carrierRefused.error(error.message) }
        if let error = error as? ValidationError { return validation.error(text(of: error)) }
        switch error.category {
        case .invalid, .unprocessable: return validation.error(error.message)
        case .gone: return orderGone.error(error.message)
        case .notFound, .conflict, .preconditionFailed: return illegalTransition.error(error.message)
        case .unavailable: return (error is StorageError ? PassingFailure.storage : .other).error(error.message)
        }
    }

    private static func ofOrder(_ error: OrderError) -> ApplicationError {
        switch error {
        case .notFound, .deleted, .over: orderGone.error(error.message)
        case .illegalTransition: illegalTransition.error(error.message)
        case .keyReused, .externalOrderTaken, .unknownCustomer: validation.error(error.message)
        case .staleVersion, .keyInFlight, .customerNotFound, .customerExists, .staleCustomerVersion:
            ApplicationError(error.message, type: "Conflict")
        }
    }

    /// Every field with what is wrong with it.
    private static func text(of error: ValidationError) -> String {
        let problems = error.fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return problems.isEmpty ? error.message : "\(error.message): \(problems.joined(separator: "; "))"
    }
}
