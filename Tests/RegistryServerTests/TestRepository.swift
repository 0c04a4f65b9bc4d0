import Foundation

/// A git repository of one test, made by the `git` program.
struct TestRepository {
    static let hasGit = ["/usr/bin/git", "/usr/local/bin/git"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try git(["init", "--quiet", "--initial-branch=main", "."])
    }
    var setting: String { "git+file://\(folder.path)" }

    /// - Returns: the commit.
    @discardableResult
    func commit(_ files: [String: String]) throws -> String {
        for (file, text) in files { try folder.write(text, to: file) }
        try git(["add", "--all"])
        try git(["commit", "--quiet", "--allow-empty", "--message", "a change"])
        return try git(["rev-parse", "HEAD"])
    }

    @discardableResult
    func git(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    }

    struct Failure: Error { let arguments: [String] }
}
