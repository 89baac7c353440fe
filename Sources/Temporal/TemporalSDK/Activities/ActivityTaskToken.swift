package import Foundation

/// What an attempt of an activity is known by to the service; with it another process can complete the attempt.
package struct ActivityTaskToken: Hashable, Sendable {
    package let bytes: Data

    package init(bytes: Data) {
        self.bytes = bytes
    }
}
