// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hashTree = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let inMemoryTracing = Target.Dependency.product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let instrumentation = Target.Dependency.product(name: "Instrumentation", package: "swift-distributed-tracing")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metricsTestKit = Target.Dependency.product(name: "MetricsTestKit", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "vitrine",
    products: [
        .executable(name: "vitrine", targets: ["vitrine"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(
            url: "https://github.com/apple/swift-configuration.git", from: "1.4.0",
            traits: [.defaults, "CommandLineArguments"]),
    ],
    targets: [
        .systemLibrary(name: "CEpoll"),
        // Without pkg-config, whose flags SwiftPM refuses; the module map links the library.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        module("JSONDocument"),
        module("ECMAPattern", ["CPCRE2"]),
        module("JSONSchema", ["JSONDocument", "ECMAPattern"]),
        module("RegistryCore"),
        module("RegistryQuery"),
        module("RegistrySchemas", ["RegistryCore", "JSONDocument", "JSONSchema", crypto]),
        module("ObjectStore", ["RegistryCore", crypto, nioCore, nioPosix]),
        module("Catalog", ["RegistryCore", "JSONDocument"]),
        module("SearchIndex", ["RegistryCore", "RegistryQuery", "Catalog", "JSONDocument", hashTree]),
        module("JobQueue", ["RegistryCore", "JSONDocument", lifecycle, logging]),
        module("RegistryStore", ["RegistryCore", "Catalog", "SearchIndex", "JobQueue", "JSONDocument", logging]),
        module("EventReactor", ["CEpoll"]),
        module(
            "PostgresClient", ["EventReactor", "CPostgres", deque, coreMetrics, instrumentation, tracing]),
        module(
            "RedisClient", ["EventReactor", "CHiredis", crypto, deque, nioCore, nioPosix, nioSSL, nioTLS]),
        module("JobQueueRedis", ["JobQueue", "RedisClient", "RegistryCore"]),
        module(
            "StorePostgres",
            [
                "RegistryCore", "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "RegistryQuery", "JSONDocument",
                "PostgresClient",
            ]),
        module(
            "StoreSQLite",
            [
                "RegistryCore", "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "RegistryQuery", "JSONDocument",
                grdb,
            ]),
        module(
            "RegistryService",
            [
                "RegistryCore", "RegistryQuery", "RegistrySchemas", "RegistryStore", "Catalog", "SearchIndex",
                "JobQueue", "ObjectStore", "JSONDocument", "JSONSchema", crypto, logging, nioCore,
            ]),
        module("RegistryAccess", ["RegistryCore", "JSONDocument", crypto, cryptoExtras]),
        module(
            "RegistryAPI",
            [
                "RegistryCore", "RegistryService", "RegistryAccess", "Catalog", "SearchIndex", "JobQueue",
                "RegistrySchemas", "RegistryStore", "ObjectStore", "JSONDocument", hummingbird, hummingbirdCore,
                httpTypes, lifecycle, logging, nioCore, nioHTTP1,
            ]),
        module(
            "RegistryClient",
            ["RegistryCore", "JSONDocument", asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix]),
        module("RegistrySamples", ["JSONDocument", crypto]),
        module(
            "RegistryServer",
            [
                "RegistryCore", "RegistryService", "RegistryAccess", "RegistryAPI", "RegistrySchemas",
                "RegistrySamples", "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "ObjectStore", "StoreSQLite",
                "StorePostgres", "PostgresClient", "RedisClient", "JobQueueRedis", "EventReactor", asyncHTTPClient,
                crypto, nioHTTP1,
                "JSONDocument", hummingbird, hummingbirdCore, configuration, lifecycle, logging, unixSignals, nioCore,
                nioPosix,
            ]),
        .executableTarget(
            name: "vitrine",
            dependencies: [
                "RegistryServer", "RegistryClient", "RegistrySchemas", "JSONSchema", "JSONDocument", argumentParser,
                configuration,
                unixSignals,
            ],
            swiftSettings: settings),

        module(
            "ObjectStoreConformance", ["ObjectStore", nioCore],
            path: "Tests/Conformance/ObjectStoreConformance"),
        module(
            "RegistryStoreConformance",
            [
                "RegistryStore", "Catalog", "SearchIndex", "JobQueue", "RegistryQuery", "RegistryCore", "JSONDocument",
                logging,
            ],
            path: "Tests/Conformance/RegistryStoreConformance"),
        module(
            "JobDispatcherConformance", ["JobQueue", "RegistryCore"],
            path: "Tests/Conformance/JobDispatcherConformance"),
        module(
            "RegistryTestSupport",
            [
                "RegistryAPI", "RegistryService", "RegistryAccess", "RegistrySchemas", "RegistryStore", "JobQueue",
                "ObjectStore", "RegistryCore", "JSONDocument", hummingbird, hummingbirdTesting, httpTypes, logging,
                nioCore, nioPosix,
            ],
            path: "Tests/Support"),
        module("ServerTestSupport", path: "Tests/Servers"),

        tests("JSONDocumentTests", ["JSONDocument"]),
        tests("ECMAPatternTests", ["ECMAPattern"]),
        tests("JSONSchemaTests", ["JSONSchema", "JSONDocument"], exclude: ["official-suite-exceptions.txt"]),
        tests("RegistryCoreTests", ["RegistryCore", "JSONDocument"]),
        tests("RegistryQueryTests", ["RegistryQuery"]),
        tests("RegistrySchemasTests", ["RegistrySchemas", "RegistryCore", "JSONSchema", "JSONDocument"]),
        tests("ObjectStoreTests", ["ObjectStore", "ObjectStoreConformance", "RegistryCore", nioCore, nioPosix]),
        tests("SearchIndexTests", ["Catalog", "SearchIndex", "RegistryQuery", "RegistryCore", "JSONDocument"]),
        tests(
            "JobQueueTests",
            [
                "JobQueue", "JobDispatcherConformance", "RegistryStore", "RegistryCore", "JSONDocument", lifecycle,
                logging,
            ]),
        tests(
            "RegistryStoreTests",
            ["RegistryStore", "RegistryStoreConformance", "Catalog", "RegistryCore"]),
        tests("EventReactorTests", ["EventReactor"]),
        tests(
            "PostgresClientTests",
            [
                "PostgresClient", "EventReactor", "ServerTestSupport", coreMetrics, metricsTestKit, tracing,
                inMemoryTracing,
            ]),
        tests(
            "SimulationTests",
            [
                "JobQueue", "RegistryStore", "Catalog", "SearchIndex", "RegistryCore", "JSONDocument",
            ]),
        tests("RedisClientTests", ["RedisClient", "EventReactor", "ServerTestSupport"]),
        tests(
            "JobQueueRedisTests",
            [
                "JobQueueRedis", "JobQueue", "JobDispatcherConformance", "RedisClient", "EventReactor",
                "ServerTestSupport", "RegistryCore",
            ]),
        tests(
            "StorePostgresTests",
            [
                "StorePostgres", "StoreSQLite", "PostgresClient", "EventReactor", "RegistryStore",
                "RegistryStoreConformance", "Catalog", "SearchIndex", "JobQueue", "RegistryCore", "JSONDocument",
                "ServerTestSupport", grdb,
            ]),
        tests(
            "StoreSQLiteTests",
            [
                "StoreSQLite", "RegistryStore", "RegistryStoreConformance", "Catalog", "SearchIndex", "JobQueue",
                "RegistryQuery", "RegistryCore", "JSONDocument", grdb,
            ]),
        tests(
            "RegistryServiceTests",
            [
                "RegistryService", "RegistryStore", "RegistrySchemas", "ObjectStore", "Catalog", "SearchIndex",
                "JobQueue", "RegistryCore", "RegistryQuery", "JSONDocument", logging,
            ]),
        tests("RegistryAccessTests", ["RegistryAccess", "RegistryCore", crypto, cryptoExtras]),
        tests("RegistrySamplesTests", ["RegistrySamples", "JSONDocument", "JSONSchema", crypto]),
        tests(
            "RegistryAPITests",
            [
                "RegistryAPI", "RegistryTestSupport", "RegistryService", "RegistrySchemas", "RegistryCore",
                "ObjectStore",
                "JSONSchema", "JSONDocument",
                hummingbird, httpTypes, logging, nioCore,
            ]),
        tests(
            "RegistryServerTests",
            ["RegistryServer", "RegistrySchemas", "ServerTestSupport", hummingbird, httpTypes, logging, nioCore]),
        tests("RegistryClientTests", ["RegistryClient", "JSONDocument"]),
        tests("EndToEndTests", ["ServerTestSupport", "JSONDocument", asyncHTTPClient, nioCore, nioHTTP1]),
    ],
    swiftLanguageModes: [.v6]
)
