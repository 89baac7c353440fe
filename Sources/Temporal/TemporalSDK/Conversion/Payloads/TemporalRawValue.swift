package import TemporalAPI

/// A payload that no converter touches: as an input or output type it takes or gives what is on the wire.
/// Codecs still apply.
package struct TemporalRawValue: Hashable, Sendable {
    package let payload: APIPayload

    package init(_ payload: APIPayload) {
        self.payload = payload
    }
}
