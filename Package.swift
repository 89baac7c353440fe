// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "oms",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "oms", targets: ["oms"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]
        ),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-service-context", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.0"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.0"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Ground floor: know no order.
        .target(name: "OMSKernel", path: "Sources/Kernel"),
        .target(name: "SQLPort", path: "Sources/Storage/SQLPort"),
        .target(
            name: "Telemetry",
            dependencies: ["OMSKernel", .log, .metrics, .serviceContext, .instrumentation],
            path: "Sources/Telemetry"
        ),

        // Contexts: the systems of record.
        .target(name: "Orders", dependencies: ["OMSKernel", .crypto], path: "Sources/Orders"),
        .target(name: "Inventory", dependencies: ["OMSKernel"], path: "Sources/Inventory"),
        .target(name: "Warehouse", dependencies: ["OMSKernel"], path: "Sources/Warehouse"),
        .target(name: "Shipping", dependencies: ["OMSKernel"], path: "Sources/Shipping"),
        .target(name: "Access", dependencies: ["OMSKernel", .crypto], path: "Sources/Access"),

        // Drivers of the SQL port.
        .target(
            name: "SQLiteDriver",
            dependencies: ["SQLPort", .grdb, .grdbSQLite],
            path: "Sources/Storage/SQLiteDriver"
        ),
        .systemLibrary(
            name: "CLibPQ",
            path: "Sources/Storage/CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(
            name: "PostgresDriver",
            dependencies: ["SQLPort", "CLibPQ", .log],
            path: "Sources/Storage/PostgresDriver"
        ),

        // Storage of the contexts, and the delivery of what they emit.
        .target(
            name: "Messaging",
            dependencies: ["OMSKernel", "Orders", .log, .metrics, .serviceLifecycle],
            path: "Sources/Messaging/Messaging"
        ),
        .target(
            name: "SQLStorage",
            dependencies: [
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging", "SQLPort", .crypto,
                .log,
            ],
            path: "Sources/Storage/SQLStorage",
            resources: [.embedInCode("Migrations/SQL")]
        ),
        .target(
            name: "StorageTestKit",
            dependencies: ["OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging"],
            path: "Sources/Storage/StorageTestKit"
        ),

        // Temporal: knows no order, and no other part of the house than the SQL port.
        .target(
            name: "TemporalAPI",
            dependencies: [.grpcCore, .grpcProtobuf, .swiftProtobuf],
            path: "Sources/Temporal/TemporalAPI",
            exclude: ["Protos", "Generated/protos.sha256"]
        ),
        .target(
            name: "TemporalSDK",
            dependencies: [
                "TemporalAPI", .crypto, .grpcCore, .grpcNIOTransport, .grpcProtobuf, .instrumentation, .log, .metrics,
                .serviceContext, .serviceLifecycle, .swiftProtobuf,
            ],
            path: "Sources/Temporal/TemporalSDK"
        ),
        .target(
            name: "TemporalEngine",
            dependencies: [
                "TemporalAPI", "SQLPort", .crypto, .grpcCore, .grpcNIOTransport, .grpcProtobuf, .log, .metrics,
                .serviceLifecycle, .swiftProtobuf,
            ],
            path: "Sources/Temporal/TemporalEngine",
            exclude: ["Run/Record/run_record.proto"],
            resources: [.embedInCode("Store/Migrations/SQL")]
        ),
        .target(
            name: "TemporalTestKit",
            dependencies: [
                "TemporalAPI", "TemporalSDK", "TemporalEngine", "SQLPort", .grpcCore, .log, .serviceLifecycle,
                .swiftProtobuf,
            ],
            path: "Sources/Temporal/TemporalTestKit"
        ),

        // The workflows of orders, and the activities by which they reach the systems of record.
        .target(
            name: "OMSWorkflows",
            dependencies: [
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Messaging", "Telemetry", "TemporalAPI",
                "TemporalSDK", .log, .serviceContext,
            ],
            path: "Sources/Workflows"
        ),

        // The web.
        .target(
            name: "HTTPAPI",
            dependencies: [
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging", "Telemetry",
                "OMSWorkflows",
                .hummingbird, .hummingbirdCore, .httpTypes, .nioCore, .nioHTTP1, .nioHTTPTypes, .crypto, .log, .metrics,
                .serviceContext,
                .instrumentation,
                .serviceLifecycle,
            ],
            path: "Sources/Web/HTTPAPI",
            exclude: ["OpenAPI/openapi.json"]
        ),

        // Executables: the only targets that see every adapter.
        .executableTarget(
            name: "oms",
            dependencies: [
                "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Access", "Messaging", "Telemetry",
                "HTTPAPI", "OMSWorkflows", "SQLPort", "SQLStorage", "SQLiteDriver", "PostgresDriver", "TemporalAPI",
                "TemporalEngine", "TemporalSDK",
                .argumentParser, .asyncHTTPClient, .configuration, .crypto, .hummingbird, .hummingbirdTLS,
                .instrumentation, .log, .metrics, .nioCore, .nioFoundationCompat, .nioHTTP1, .serviceLifecycle,
                .grpcCore, .swiftProtobuf, .unixSignals,
            ],
            path: "Sources/Executables/oms"
        ),
        .executableTarget(
            name: "oms-bench",
            dependencies: [
                "OMSKernel", "HTTPAPI", "SQLPort", "SQLStorage", "SQLiteDriver",
                "TemporalAPI", "TemporalEngine", "TemporalSDK",
                .argumentParser, .grdbSQLite, .httpTypes, .hummingbird, .log, .nioCore, .nioFoundationCompat, .nioPosix,
                .serviceLifecycle, .swiftProtobuf,
            ],
            path: "Sources/Executables/oms-bench"
        ),

        // Examples: compiled with everything else, so that they stay true.
        .executableTarget(
            name: "hello-workflow",
            dependencies: ["TemporalEngine", "TemporalSDK", "SQLPort", "SQLiteDriver", .log, .serviceLifecycle],
            path: "Examples/HelloWorkflow"
        ),

        // Tests mirror the sources.
        .target(name: "TestSupport", dependencies: ["OMSKernel", .metrics], path: "Tests/TestSupport"),
        .target(
            name: "DatabaseTestSupport",
            dependencies: ["TestSupport", "SQLPort", "SQLStorage", "SQLiteDriver", "PostgresDriver", .log],
            path: "Tests/DatabaseTestSupport"
        ),
        // The Swift side of Tests/Conformance: the workflows that both languages have, and a client's scenarios.
        .target(
            name: "ConformanceScenarios",
            dependencies: ["TemporalSDK", "TemporalAPI"],
            path: "Tests/ConformanceScenarios"
        ),
        .executableTarget(
            name: "conformance-program",
            dependencies: ["ConformanceScenarios", "TemporalSDK", .argumentParser, .crypto, .log],
            path: "Tests/ConformanceProgram"
        ),
        .testTarget(name: "KernelTests", dependencies: ["OMSKernel", "TestSupport"]),
        .testTarget(name: "OrdersTests", dependencies: ["Orders", "OMSKernel", "TestSupport"]),
        .testTarget(name: "InventoryTests", dependencies: ["Inventory", "OMSKernel", "TestSupport"]),
        .testTarget(
            name: "WarehouseTests",
            dependencies: ["Warehouse", "OMSKernel", "TestSupport", "StorageTestKit", "Messaging"]
        ),
        .testTarget(
            name: "ShippingTests",
            dependencies: ["Shipping", "OMSKernel", "TestSupport", "StorageTestKit"]
        ),
        .testTarget(name: "AccessTests", dependencies: ["Access", "OMSKernel", "TestSupport", "StorageTestKit"]),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Telemetry", "OMSKernel", .log, .metrics, .serviceContext, .instrumentation]
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Messaging", "OMSKernel", "TestSupport", "StorageTestKit", .log, .metrics, .serviceLifecycle,
                .serviceLifecycleTestKit,
            ]
        ),
        .testTarget(name: "SQLiteDriverTests", dependencies: ["SQLiteDriver", "SQLPort", "TestSupport", "OMSKernel"]),
        .testTarget(name: "PostgresDriverTests", dependencies: ["PostgresDriver", "SQLPort", "TestSupport", .log]),
        .testTarget(
            name: "SQLStorageTests",
            dependencies: [
                "SQLStorage", "StorageTestKit", "DatabaseTestSupport", "SQLPort", "Orders", "Inventory", "Warehouse",
                "Shipping", "Access", "Messaging", "OMSKernel", "TestSupport",
            ]
        ),
        .testTarget(name: "TemporalAPITests", dependencies: ["TemporalAPI", .grpcCore, .swiftProtobuf]),
        .testTarget(
            name: "TemporalSDKTests",
            dependencies: [
                "TemporalSDK", "TemporalAPI", "TestSupport", .crypto, .grpcCore, .grpcNIOTransport, .grpcProtobuf, .log,
                .metrics, .serviceLifecycle, .swiftProtobuf,
            ]
        ),
        .testTarget(
            name: "TemporalEngineTests",
            dependencies: [
                "TemporalEngine", "TemporalAPI", "SQLPort", "SQLiteDriver", "TestSupport", .grpcCore, .log, .metrics,
                .swiftProtobuf,
            ]
        ),
        .testTarget(
            name: "TemporalConformanceTests",
            dependencies: [
                "ConformanceScenarios",
                "TemporalAPI", "TemporalSDK", "TemporalEngine", "TemporalTestKit", "SQLPort", "SQLiteDriver",
                "TestSupport", .crypto, .grpcCore, .grpcNIOTransport, .log, .metrics, .serviceLifecycle, .swiftProtobuf,
            ]
        ),
        .testTarget(
            name: "OMSWorkflowsTests",
            dependencies: [
                "OMSWorkflows", "OMSKernel", "Orders", "Inventory", "Warehouse", "Shipping", "Messaging", "TemporalAPI",
                "TemporalSDK", "TemporalTestKit", "TemporalEngine", "StorageTestKit", "SQLStorage",
                "DatabaseTestSupport", "SQLPort", "SQLiteDriver", "TestSupport", .log, .serviceLifecycle,
            ],
            path: "Tests/WorkflowsTests",
            exclude: ["Histories"]
        ),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "HTTPAPI", "StorageTestKit", "SQLStorage", "DatabaseTestSupport", "SQLPort", "Orders", "Inventory",
                "Warehouse", "Shipping",
                "Access", "OMSKernel", "Messaging", "Telemetry", "TestSupport", .hummingbird, .hummingbirdTesting,
                .httpTypes, .nioCore, .nioPosix, .log, .serviceLifecycle,
            ]
        ),
        .testTarget(
            name: "omsTests",
            dependencies: [
                "oms", "HTTPAPI", "OMSWorkflows", "TestSupport", "DatabaseTestSupport", "OMSKernel", "Orders",
                "Inventory", "Messaging", "SQLPort", "SQLStorage", "TemporalAPI", "TemporalEngine", "TemporalSDK",
                "TemporalTestKit", .crypto, .httpTypes, .hummingbird, .hummingbirdTesting, .log,
            ]
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "oms", "TemporalSDK", "TestSupport", .asyncHTTPClient, .log, .nioCore, .nioFoundationCompat, .nioHTTP1,
            ]
        ),
        .testTarget(name: "ArchitectureTests"),
    ],
    swiftLanguageModes: [.v6]
)

// One settings loop for every target.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
            .treatAllWarnings(as: .error),
        ]
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let grpcCore = product(name: "GRPCCore", package: "grpc-swift-2")
    static let grpcNIOTransport = product(name: "GRPCNIOTransportHTTP2", package: "grpc-swift-nio-transport")
    static let grpcProtobuf = product(name: "GRPCProtobuf", package: "grpc-swift-protobuf")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let instrumentation = product(name: "Instrumentation", package: "swift-distributed-tracing")
    static let log = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioFoundationCompat = product(name: "NIOFoundationCompat", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let serviceContext = product(name: "ServiceContextModule", package: "swift-service-context")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let serviceLifecycleTestKit = product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
    static let swiftProtobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
}
