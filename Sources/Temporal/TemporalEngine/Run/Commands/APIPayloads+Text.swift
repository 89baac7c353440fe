import Foundation
import SwiftProtobuf
import TemporalAPI

extension APIPayloads {
    /// One payload with a text, as the SDKs' JSON converter writes it.
    static func text(_ text: String) -> APIPayloads {
        let quoted: Data? = try? JSONEncoder().encode(text)
        return .with {
            $0.payloads = [
                .with {
                    $0.metadata = ["encoding": Data("json/plain".utf8)]
                    $0.data = quoted ?? Data("\"\"".utf8)
                }
            ]
        }
    }
}
