// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// Drives the release binary over HTTP and needs no library. Only what is measured in process is built here too, from
// the same sources: the folders of those targets are links to the repository's.
let package = Package(
    name: "vitrine-benchmarks",
    products: [
        .executable(name: "vitrine-benchmarks", targets: ["VitrineBenchmarks"]),
        .executable(name: "document-parsing", targets: ["DocumentParsing"]),
        .executable(name: "document-validation", targets: ["DocumentValidation"]),
        .executable(name: "database-load", targets: ["DatabaseLoad"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(name: "VitrineBenchmarks", swiftSettings: settings),
        .executableTarget(name: "DocumentParsing", dependencies: ["JSONDocument"], swiftSettings: settings),
        .executableTarget(
            name: "DocumentValidation", dependencies: ["JSONSchema", "JSONDocument"], swiftSettings: settings),
        .executableTarget(
            name: "DatabaseLoad", dependencies: ["PostgresClient", "EventReactor"], swiftSettings: settings),
        .systemLibrary(name: "CEpoll"),
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
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "JSONDocument", swiftSettings: settings),
        .target(name: "ECMAPattern", dependencies: ["CPCRE2"], swiftSettings: settings),
        .target(name: "JSONSchema", dependencies: ["JSONDocument", "ECMAPattern"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
