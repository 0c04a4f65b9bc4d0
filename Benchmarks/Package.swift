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
// the same sources: the folders of the validator's targets are links to those of the repository.
let package = Package(
    name: "vitrine-benchmarks",
    products: [
        .executable(name: "vitrine-benchmarks", targets: ["VitrineBenchmarks"]),
        .executable(name: "document-parsing", targets: ["DocumentParsing"]),
        .executable(name: "document-validation", targets: ["DocumentValidation"]),
    ],
    targets: [
        .executableTarget(name: "VitrineBenchmarks", swiftSettings: settings),
        .executableTarget(name: "DocumentParsing", dependencies: ["JSONDocument"], swiftSettings: settings),
        .executableTarget(
            name: "DocumentValidation", dependencies: ["JSONSchema", "JSONDocument"], swiftSettings: settings),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "JSONDocument", swiftSettings: settings),
        .target(name: "ECMAPattern", dependencies: ["CPCRE2"], swiftSettings: settings),
        .target(name: "JSONSchema", dependencies: ["JSONDocument", "ECMAPattern"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
