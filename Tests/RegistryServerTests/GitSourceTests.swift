import Logging
import RegistrySchemas
import RegistryServer
import Testing

@Suite(.enabled(if: TestRepository.hasGit, "needs git: apt-get install git"))
struct GitSourceTests {
    private let data: TemporaryFolder
    private let repository: TestRepository

    init() throws {
        data = try TemporaryFolder()
        repository = try TestRepository()
    }

    private func library(_ setting: String) async throws -> SchemaLibrary {
        try await SchemaSources(
            settings: SchemaSetting.list(parsing: setting), data: data.path,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).load()
    }

    @Test func mirrorsEachStateByItsCommit() async throws {
        let first = try repository.commit([
            "raw/a/v1.json": #"{"properties": {"x": {"$ref": "../_f/v1.json"}}}"#, "raw/_f/v1.json": "{}",
            "README.md": "x",
        ])
        let library = try await library("lab=\(repository.setting)#folder=raw")
        #expect(library.current.schemas.types == ["a"])
        #expect(library.current.clients[0].revision == first)
        #expect(library.current.clients[0].address.kind == .git)
        #expect(!library.current.clients[0].address.uri.contains("/"))
        #expect(data.names(in: "schemas/lab") == [first, "current"].sorted())
        #expect(data.names(in: "schemas/lab/current/files") == ["_f", "a"])

        let second = try repository.commit(["raw/b/v1.json": "{}"])
        try await library.reload()
        #expect(library.current.schemas.types == ["a", "b"])
        #expect(data.names(in: "schemas/lab") == [first, second, "current"].sorted())
        #expect(data.names(in: "schemas/lab/current/files") == ["_f", "a", "b"])
        try await library.reload()
        #expect(data.names(in: "schemas/lab") == [first, second, "current"].sorted())
    }

    @Test func startsWithTheMirrorWhenTheSourceIsDown() async throws {
        let commit = try repository.commit(["a/v1.json": "{}"])
        _ = try await library(repository.setting)
        try repository.folder.remove(".git")
        let later = try await library(repository.setting)
        #expect(later.current.schemas.types == ["a"])
        #expect(later.current.clients[0].revision == commit)
        let error = await #expect(throws: SchemaSetError.self) { try await later.reload() }
        #expect(error?.description.contains("git failed") == true)
        #expect(later.current.schemas.types == ["a"])
    }

    @Test func doesNotUseTheMirrorOfAnotherSource() async throws {
        try repository.commit(["a/v1.json": "{}", "other/b/v1.json": "{}"])
        _ = try await library(repository.setting)
        #expect(try await library(repository.setting + "#folder=other").current.schemas.types == ["b"])
    }

    @Test func aStateThatDoesNotCompileIsNotMirrored() async throws {
        let good = try repository.commit(["a/v1.json": "{}"])
        let library = try await library(repository.setting)
        try repository.commit(["a/v1.json": #"{"type": "nonsense"}"#])
        let error = await #expect(throws: SchemaSetError.self) { try await library.reload() }
        #expect(error?.description.contains("a/v1.json") == true)
        #expect(library.current.clients[0].revision == good)
        #expect(data.names(in: "schemas/v1") == [good, "current"].sorted())
    }

    @Test func followsTheRefThatIsSet() async throws {
        let first = try repository.commit(["a/v1.json": "{}"])
        try repository.git(["tag", "--annotate", "--message", "x", "v1.0"])
        try repository.git(["checkout", "--quiet", "-b", "next/2"])
        let second = try repository.commit(["b/v1.json": "{}"])
        try repository.git(["checkout", "--quiet", "main"])
        for (number, (ref, commit)) in [("v1.0", first), ("next/2", second), (first, first), ("main", first)]
            .enumerated()
        {
            let library = try await library("x\(number)=\(repository.setting)#ref=\(ref)")
            #expect(library.current.clients[0].revision == commit, "\(ref)")
            try await library.reload()
        }
        let error = await #expect(throws: StartError.self) { try await library("y=\(repository.setting)#ref=none") }
        #expect(error?.description.contains("no branch or tag 'none'") == true)
    }

    @Test func saysWhatIsWrongAtTheStart() async throws {
        try repository.commit(["README.md": "x"])
        for (setting, reason) in [
            (repository.setting, "no <type>/<version>.json"), (repository.setting + "#folder=raw", "raw"),
            (repository.setting + "/none", "git failed"),
        ] {
            let error = await #expect(throws: StartError.self) { try await library(setting) }
            #expect(error?.description.hasPrefix("VITRINE_SCHEMAS: the schemas of 'v1'") == true)
            #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        }
        #expect(data.names(in: "schemas/v1") == [])
    }

    /// What a repository may hold to harm who checks it out.
    @Test func runsAndFollowsNothing() async throws {
        try repository.commit([
            "a/v1.json": "{}", ".gitmodules": "[submodule \"x\"]\n\tpath = x\n\turl = file:///nowhere\n",
            ".gitattributes": "*.json filter=evil\n",
        ])
        try repository.git(["config", "filter.evil.smudge", "touch \(data.path)/smudged; cat"])
        try repository.folder.write("#!/bin/sh\ntouch \(data.path)/hooked\n", to: "hook")
        try repository.git(["update-index", "--add", "--cacheinfo", "120000,\(try linkTo("/etc/passwd")),a/v2.json"])
        try repository.git(["commit", "--quiet", "--message", "link"])
        let library = try await library(repository.setting)
        #expect(library.current.schemas.names.map(\.description) == ["a/v1.json"])
        #expect(data.names(in: "") == ["schemas"])
    }
    private func linkTo(_ path: String) throws -> String {
        try repository.folder.write(path, to: "target")
        return try repository.git(["hash-object", "-w", "target"])
    }
}
