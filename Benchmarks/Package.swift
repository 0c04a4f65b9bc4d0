// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

// Drives the release binary over HTTP and needs no library. Only what is measured in process is built here too, from
// the same sources: the folders of those targets are links to the repository's.
let package = Package(
    name: "vitrine-benchmarks",
    products: [
        .executable(name: "vitrine-benchmarks", targets: ["VitrineBenchmarks"]),
        .executable(name: "document-parsing", targets: ["DocumentParsing"]),
        .executable(name: "document-validation", targets: ["DocumentValidation"]),
        .executable(name: "database-load", targets: ["DatabaseLoad"]),
        .executable(name: "dispatch-load", targets: ["DispatchLoad"]),
        .executable(name: "queue-load", targets: ["QueueLoad"]),
        .executable(name: "search-load", targets: ["SearchLoad"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(name: "VitrineBenchmarks", swiftSettings: settings),
        .executableTarget(name: "DocumentParsing", dependencies: ["JSONDocument"], swiftSettings: settings),
        .executableTarget(
            name: "DocumentValidation", dependencies: ["JSONSchema", "JSONDocument"], swiftSettings: settings),
        .executableTarget(
            name: "DatabaseLoad", dependencies: ["PostgresClient", "EventReactor"], swiftSettings: settings),
        .executableTarget(
            name: "DispatchLoad",
            dependencies: ["JobQueueRedis", "JobQueue", "RedisClient", "EventReactor", "RegistryCore"],
            swiftSettings: settings),
        .executableTarget(
            name: "QueueLoad",
            dependencies: [
                "JobQueueRedis", "JobQueue", "RedisClient", "PostgresClient", "StorePostgres", "RegistryStore",
                "EventReactor", "RegistryCore", "JSONDocument", logging, lifecycle, unixSignals,
            ], swiftSettings: settings),
        .executableTarget(
            name: "SearchLoad",
            dependencies: [
                "StoreSQLite", "StorePostgres", "PostgresClient", "EventReactor", "RegistryStore", "SearchIndex",
                "Catalog", "RegistryQuery", "RegistryCore", "JSONDocument",
            ], swiftSettings: settings),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "EventReactor", dependencies: ["CEpoll"], swiftSettings: settings),
        .target(
            name: "PostgresClient",
            dependencies: [
                "EventReactor", "CPostgres", .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ], swiftSettings: settings),
        .target(
            name: "RedisClient",
            dependencies: [
                "EventReactor", "CHiredis", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "NIOTLS", package: "swift-nio"),
            ], swiftSettings: settings),
        .target(name: "RegistryCore", swiftSettings: settings),
        .target(name: "RegistryQuery", swiftSettings: settings),
        .target(name: "Catalog", dependencies: ["RegistryCore", "JSONDocument"], swiftSettings: settings),
        .target(
            name: "SearchIndex",
            dependencies: [
                "RegistryCore", "RegistryQuery", "Catalog", "JSONDocument",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(
            name: "JobQueue", dependencies: ["RegistryCore", "JSONDocument", logging, lifecycle],
            swiftSettings: settings),
        .target(
            name: "JobQueueRedis", dependencies: ["JobQueue", "RedisClient", "RegistryCore"], swiftSettings: settings),
        .target(
            name: "RegistryStore",
            dependencies: ["RegistryCore", "Catalog", "SearchIndex", "JobQueue", "JSONDocument", logging],
            swiftSettings: settings),
        .target(
            name: "StorePostgres",
            dependencies: [
                "RegistryCore", "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "RegistryQuery", "JSONDocument",
                "PostgresClient",
            ], swiftSettings: settings),
        .target(
            name: "StoreSQLite",
            dependencies: [
                "RegistryCore", "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "RegistryQuery", "JSONDocument",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: settings),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "JSONDocument", swiftSettings: settings),
        .target(name: "ECMAPattern", dependencies: ["CPCRE2"], swiftSettings: settings),
        .target(name: "JSONSchema", dependencies: ["JSONDocument", "ECMAPattern"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
