internal import Foundation
internal import RegistrySchemas

/// A branch, tag or commit of a git repository, fetched by the `git` program.
///
/// Nothing is checked out: one commit is fetched into a bare repository and written as an archive. So no hooks are run,
/// no links are followed, and submodules are not looked at.
struct GitOrigin: SchemaOrigin {
    private static let time: Duration = .seconds(120)
    /// Of what is fetched.
    private static let repositoryBytes = 256 << 20
    private static let listingBytes = 4 << 20
    /// Of ours, what `git` may see: where it finds programs, the user's own configuration, keys, proxies, authorities.
    private static let inherited: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK", "GIT_SSH_COMMAND",
        "GIT_CONFIG_GLOBAL", "GIT_SSL_CAINFO", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
        "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ]

    let url: String
    let ref: String
    let folder: String

    var identity: String { "git \(url) \(ref) \(folder)" }

    func fetch(unless known: FetchedState.Mark?, in work: String) async throws(SchemaSetError) -> FetchedState? {
        let found = try await find(in: work)
        if let known, found.commit == known.revision { return nil }
        let repository = work + "/repository"
        let output = work + "/output"
        try await git(["init", "--quiet", "--bare", "--template=", "--", repository], to: output)
        try await git(
            [
                "-C", repository, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules",
                "--no-auto-maintenance", "--", url, "+\(found.name):refs/vitrine/fetched",
            ],
            to: output, growing: repository)
        // Moved since it was found, when it is a branch.
        try await git(
            ["-C", repository, "rev-parse", "--verify", "--end-of-options", "refs/vitrine/fetched^{commit}"], to: output
        )
        let commit = Self.text(output).filter { !$0.isWhitespace }
        guard Self.isCommit(commit) else { throw SchemaSetError(description: "git named no commit") }
        let archive = work + "/archive.tar"
        let tree = folder.isEmpty ? commit : "\(commit):\(folder)"
        try await git(["-C", repository, "archive", "--format=tar", tree], to: archive, bytes: TarArchive.maxBytes)
        return FetchedState(files: try TarArchive.schemas(in: archive), mark: .init(revision: commit))
    }

    /// The commit that `ref` stands for, and the whole name to fetch it by; a tag wins over a branch, as in git itself.
    private func find(in work: String) async throws(SchemaSetError) -> (name: String, commit: String?) {
        if Self.isCommit(ref) { return (ref, ref) }
        let output = work + "/output"
        try await git(["ls-remote", "--quiet", "--", url, ref, ref + "^{}"], to: output, bytes: Self.listingBytes)
        var commits: [String: String] = [:]
        for line in Self.text(output).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            if parts.count == 2 { commits[parts[1]] = parts[0] }
        }
        for name in [ref, "refs/\(ref)", "refs/tags/\(ref)", "refs/heads/\(ref)"] {
            // An annotated tag is an object of its own; its commit is listed with `^{}`.
            if let commit = commits[name] { return (name, commits[name + "^{}"] ?? commit) }
        }
        throw SchemaSetError(description: "the repository has no branch or tag '\(ref)'")
    }

    private func git(
        _ arguments: [String], to output: String, bytes: Int = 1 << 20, growing folder: String? = nil
    ) async throws(SchemaSetError) {
        let settings = [
            "core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false",
            "init.defaultBranch=main", "advice.detachedHead=false",
        ]
        let process = ChildProcess(
            program: "git", arguments: settings.flatMap { ["-c", $0] } + arguments, environment: Self.environment)
        try await process.run(
            output: output,
            limits: .init(
                time: Self.time, outputBytes: bytes, folderBytes: Self.repositoryBytes, folder: folder))
    }

    private static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { inherited.contains($0.key) }
        environment["LC_ALL"] = "C"
        environment["GIT_ALLOW_PROTOCOL"] = "https:ssh:file"
        // Nobody is there to be asked.
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_ASKPASS"] = "/bin/true"
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        if environment["GIT_SSH_COMMAND"] == nil {
            environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=10"
        }
        return environment
    }

    private static func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
    private static func isCommit(_ text: String) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
