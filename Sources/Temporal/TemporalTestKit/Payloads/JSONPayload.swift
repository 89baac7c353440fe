package import TemporalAPI

import struct Foundation.Data

extension APIPayload {
    /// A payload as the official SDKs write JSON: the text as it is, under the encoding json/plain.
    package static func json(text: String) -> Self {
        var payload = Self()
        payload.metadata = ["encoding": Data("json/plain".utf8)]
        payload.data = Data(text.utf8)
        return payload
    }
}
