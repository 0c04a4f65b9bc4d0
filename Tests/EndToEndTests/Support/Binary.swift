import Foundation

/// The `vitrine` that is tested: `VITRINE_BINARY`, else the one beside the test bundle.
enum Binary {
    static let path: String? = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    static var isBuilt: Bool { path != nil }

    /// Why a suite is skipped without it.
    static let absence: String =
        "no 'vitrine' at \(candidates.joined(separator: ", ")): swift build --product vitrine, or set VITRINE_BINARY"

    private static var candidates: [String] {
        if let set = ProcessInfo.processInfo.environment["VITRINE_BINARY"], !set.isEmpty { return [set] }
        return CommandLine.arguments.filter { $0.hasSuffix(".xctest") }.map {
            URL(filePath: $0).deletingLastPathComponent().appending(path: "vitrine").path
        }
    }
}

/// Programs that a person has, and some tests use.
enum Tool {
    static let hasCurl = isInstalled("curl")
    static let hasMD5Sum = isInstalled("md5sum")

    private static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}
