/// A worker was set up in a way that cannot work.
package struct WorkerConfigurationError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
