package import TemporalAPI
import SwiftProtobuf

/// When a failed attempt of an activity or workflow is tried again. What is nil or 0 is the service's to choose
/// (1 s, doubling, at most 100 times the first interval, any number of attempts).
package struct RetryPolicy: Hashable, Sendable {
    package var initialInterval: Duration?
    /// Each pause is this many times the one before; at least 1, 0 for the default of 2.
    package var backoffCoefficient: Double
    package var maximumInterval: Duration?
    /// The first attempt counts; 0 for no limit.
    package var maximumAttempts: Int
    /// An `ApplicationError` with one of these types is not tried again.
    package var nonRetryableErrorTypes: [String]

    package init(
        initialInterval: Duration? = nil,
        backoffCoefficient: Double = 0,
        maximumInterval: Duration? = nil,
        maximumAttempts: Int = 0,
        nonRetryableErrorTypes: [String] = []
    ) {
        self.initialInterval = initialInterval
        self.backoffCoefficient = backoffCoefficient
        self.maximumInterval = maximumInterval
        self.maximumAttempts = maximumAttempts
        self.nonRetryableErrorTypes = nonRetryableErrorTypes
    }
}

extension RetryPolicy {
    package init(_ policy: APIRetryPolicy) {
        self.init(
            initialInterval: policy.hasInitialInterval ? Duration(policy.initialInterval) : nil,
            backoffCoefficient: policy.backoffCoefficient,
            maximumInterval: policy.hasMaximumInterval ? Duration(policy.maximumInterval) : nil,
            maximumAttempts: Int(policy.maximumAttempts),
            nonRetryableErrorTypes: policy.nonRetryableErrorTypes
        )
    }
}

extension APIRetryPolicy {
    package init(_ policy: RetryPolicy) {
        self.init()
        if let interval = policy.initialInterval { initialInterval = Google_Protobuf_Duration(interval) }
        backoffCoefficient = policy.backoffCoefficient == 0 ? 2 : policy.backoffCoefficient
        if let interval = policy.maximumInterval { maximumInterval = Google_Protobuf_Duration(interval) }
        maximumAttempts = Int32(clamping: policy.maximumAttempts)
        nonRetryableErrorTypes = policy.nonRetryableErrorTypes
    }
}
