// swift-tools-version: 6.2
import PackageDescription

// Drives the release binary over HTTP and needs nothing of the registry's own targets, nor any library.
let package = Package(
    name: "vitrine-benchmarks",
    products: [
        .executable(name: "vitrine-benchmarks", targets: ["VitrineBenchmarks"])
    ],
    targets: [
        .executableTarget(
            name: "VitrineBenchmarks",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .treatAllWarnings(as: .error),
            ])
    ],
    swiftLanguageModes: [.v6]
)
