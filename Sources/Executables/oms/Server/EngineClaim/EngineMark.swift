/// What an engine's file remembers of the orders whose workflows it runs.
package struct EngineMark: Sendable, Equatable {
    private static let deploymentName = "oms.deployment"
    private static let startName = "oms.start"

    /// The name that the orders' database gave itself.
    package let deployment: String
    /// The count of the engine's starts.
    package let start: Int64

    package init(deployment: String, start: Int64) {
        self.deployment = deployment
        self.start = start
    }

    /// - Parameter memory: what the engine remembers; nil when nothing of a deployment is in it.
    init?(_ memory: [String: String]) {
        guard let deployment = memory[Self.deploymentName], let start = memory[Self.startName].flatMap({ Int64($0) })
        else { return nil }
        self.init(deployment: deployment, start: start)
    }

    var memory: [String: String] { [Self.deploymentName: deployment, Self.startName: String(start)] }
}
