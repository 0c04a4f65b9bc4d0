import Logging
import RegistrySchemas
import RegistryServer
import Testing

@Suite(.enabled(if: TestRepository.hasGit, "needs git: apt-get install git"))
struct MirrorTests {
    private func library(_ setting: String, _ data: TemporaryFolder) async throws -> SchemaLibrary {
        try await SchemaSources(
            settings: SchemaSetting.list(parsing: setting), data: data.path,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).load()
    }

    @Test func keepsAFewFormerStates() async throws {
        let data = try TemporaryFolder(), repository = try TestRepository()
        try repository.commit(["a/v1.json": "{}"])
        let library = try await library(repository.setting, data)
        for round in 1...8 {
            try repository.commit(["a/v1.json": #"{"title": "\#(round)"}"#])
            try await library.reload()
        }
        let names = data.names(in: "schemas/v1")
        #expect(names.count == 1 + 1 + 5)
        #expect(names.contains(library.current.clients[0].revision))
    }

    @Test func isMadeAnewWhenItIsDamaged() async throws {
        let data = try TemporaryFolder(), repository = try TestRepository()
        let commit = try repository.commit(["a/v1.json": "{}"])
        _ = try await library(repository.setting, data)
        try data.write("{", to: "schemas/v1/\(commit)/files/a/v1.json")
        for (name, hours) in [(".new-left-by-a-crash", 3.0), (".work-of-another", 0.0)] {
            try data.write("x", to: "schemas/v1/\(name)/x")
            try data.date("schemas/v1/\(name)", hoursAgo: hours)
        }
        let again = try await library(repository.setting, data)
        #expect(again.current.schemas.types == ["a"])
        #expect(!data.names(in: "schemas/v1").contains(".new-left-by-a-crash"))
        #expect(data.names(in: "schemas/v1").contains(".work-of-another"))
        #expect(try await library(repository.setting, data).current.schemas.types == ["a"])
    }
}
