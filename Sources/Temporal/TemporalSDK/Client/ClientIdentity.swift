import Foundation

/// How this SDK names itself to a Temporal service: with every call, in the metadata that the service reads.
package enum ClientIdentity {
    /// The metadata key of the SDK's name.
    package static let nameKey = "client-name"
    /// The metadata key of the SDK's version.
    package static let versionKey = "client-version"
    /// The SDK's name; a service with rules for known SDKs has none for this one.
    package static let name = "temporal-swift-oms"
    /// The SDK's version, three numbers.
    package static let version = "0.1.0"

    /// This process and its machine, as the official SDKs name a caller: what histories show of who did something.
    package static var process: String {
        "\(ProcessInfo.processInfo.processIdentifier)@\(ProcessInfo.processInfo.hostName)"
    }
}
