/// The floors (docs/architecture.md): which modules a folder's files may import.
///
/// SwiftPM does not keep them by itself: after an incremental build an undeclared import of a sibling target
/// can compile.
enum Floors {
    struct Floor: Sendable {
        let folder: String
        /// nil: everything, which only the executables may.
        let imports: Set<String>?
    }

    static let all: [Floor] = [
        // Ground floor: know no order.
        Floor(folder: "Sources/Kernel", imports: ["Foundation", "Synchronization"]),
        Floor(folder: "Sources/Storage/SQLPort", imports: system),
        Floor(
            folder: "Sources/Telemetry",
            imports: system.union([
                "OMSKernel", "Logging", "Metrics", "CoreMetrics", "ServiceContextModule", "Instrumentation",
            ])
        ),

        // Contexts: pure, hence not even Foundation. Crypto is computation only (docs/decisions/0004).
        Floor(folder: "Sources/Orders", imports: ["OMSKernel", "Crypto"]),
        Floor(folder: "Sources/Inventory", imports: ["OMSKernel"]),
        Floor(folder: "Sources/Warehouse", imports: ["OMSKernel"]),
        Floor(folder: "Sources/Shipping", imports: ["OMSKernel"]),
        Floor(folder: "Sources/Access", imports: ["OMSKernel", "Crypto"]),

        // Drivers: the SQL port and their library.
        Floor(folder: "Sources/Storage/SQLiteDriver", imports: system.union(["SQLPort", "GRDB", "GRDBSQLite"])),
        Floor(folder: "Sources/Storage/PostgresDriver", imports: system.union(["SQLPort", "CLibPQ", "Logging"])),

        // Storage of the contexts, and delivery.
        Floor(
            folder: "Sources/Messaging/Messaging",
            imports: system.union(["OMSKernel", "Orders", "Logging", "Metrics", "ServiceLifecycle"])
        ),
        Floor(
            folder: "Sources/Storage/SQLStorage",
            imports: system.union([
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging", "SQLPort", "Crypto",
                "Logging",
            ])
        ),
        Floor(
            folder: "Sources/Storage/StorageTestKit",
            imports: system.union([
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging",
            ])
        ),

        // Temporal: a package of its own within the house. It knows no order, and of the house SQLPort alone.
        Floor(folder: "Sources/Temporal/TemporalAPI", imports: system.union(temporalLibraries)),
        Floor(
            folder: "Sources/Temporal/TemporalSDK",
            imports: system.union(temporalLibraries).union([
                "TemporalAPI", "CoreMetrics", "Crypto", "Instrumentation", "Tracing", "ServiceContextModule",
            ])
        ),
        Floor(
            folder: "Sources/Temporal/TemporalEngine",
            imports: system.union(temporalLibraries).union(["TemporalAPI", "SQLPort", "Crypto", "CoreMetrics"])
        ),
        Floor(
            folder: "Sources/Temporal/TemporalTestKit",
            imports: system.union(temporalLibraries).union(["TemporalAPI", "TemporalSDK", "TemporalEngine", "SQLPort"])
        ),

        // The workflows: pure orchestration, tied to the systems of record by their activities alone. A folder that is
        // named before another which holds it has its own rule.
        Floor(
            folder: "Sources/Workflows/Activities",
            imports: [
                "Foundation", "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Messaging", "Telemetry",
                "Logging", "ServiceContextModule", "TemporalAPI", "TemporalSDK",
            ]
        ),
        Floor(
            folder: "Sources/Workflows/Delivery",
            imports: [
                "Foundation", "OMSKernel", "Messaging", "Logging", "Synchronization", "TemporalAPI", "TemporalSDK",
            ]
        ),
        Floor(folder: "Sources/Workflows", imports: ["Foundation", "OMSKernel", "TemporalAPI", "TemporalSDK"]),

        // The web: never a storage target.
        Floor(
            folder: "Sources/Web/HTTPAPI",
            imports: system.union([
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging", "Telemetry",
                "OMSWorkflows", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "NIOHTTPTypes",
                "Crypto",
                "Logging", "Metrics",
                "ServiceContextModule", "Instrumentation",
                "ServiceLifecycle",
            ])
        ),

        // Executables: the only ones that see every adapter.
        Floor(folder: "Sources/Executables", imports: nil),
    ]

    private static let system: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    ]

    private static let temporalLibraries: Set<String> = [
        "GRPCCore", "GRPCNIOTransportHTTP2", "GRPCNIOTransportHTTP2Posix", "GRPCProtobuf", "Logging", "Metrics",
        "NIOCore",
        "ServiceLifecycle", "SwiftProtobuf",
    ]

    static func violations(in file: SourceFile) -> [Violation] {
        guard let floor = all.first(where: { file.path.hasPrefix($0.folder + "/") }) else {
            return [Violation(path: file.path, line: 0, problem: "its folder is on no floor of Floors.swift")]
        }
        guard let allowed = floor.imports else { return [] }
        return imports(of: file).filter { !allowed.contains($0.module) }.map { found in
            Violation(path: file.path, line: found.line, problem: "\(floor.folder) may not import \(found.module)")
        }
    }

    static func imports(of file: SourceFile) -> [(module: String, line: Int)] {
        file.codeLines.enumerated().compactMap { index, line in
            guard
                let match = line.firstMatch(
                    of:
                        #/^\s*(?:@[\w()]+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
                )
            else { return nil }
            return (String(match.1), index + 1)
        }
    }
}
