import Foundation
import ServerTestSupport

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
        try Shell.runHere(
            ["git", "-C", folder.path, "-c", "user.name=Test", "-c", "user.email=test@example.org"] + arguments
        ).filter { !$0.isWhitespace }
    }
}
