import Foundation

/// How people find an engine again.
enum EnginePlace {
    /// - Parameter path: the engine's database file.
    /// - Returns: `machine:/folder/engine.sqlite`.
    static func file(_ path: String) -> String {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let machine = isKnown ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) : "?"
        let real = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        return "\(machine):\(real)"
    }

    static func service(_ address: String, namespace: String) -> String {
        "\(address) (a Temporal service, namespace \(namespace))"
    }
}
