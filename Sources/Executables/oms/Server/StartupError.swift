/// Why a server does not start, in one line for the person who started it.
package struct StartupError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
