import ArgumentParser
import Configuration
import Foundation
import RegistryServer

/// `vitrine up`: every role in one process.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a whole registry in this process: front, worker and scheduler.",
        discussion: """
            Everything it keeps is in the data directory: the database, the files, and the keys that sign tokens and URLs. \
            A restart is exactly where the last run was; one process has the directory at a time. SIGTERM or ^C drains and \
            ends with status 0.

            The environment wins over the defaults: VITRINE_DATABASE (sqlite:PATH), VITRINE_STORAGE (file:FOLDER), \
            VITRINE_HTTP_HOST, VITRINE_HTTP_PORT, VITRINE_PUBLIC_URL, VITRINE_SCHEMAS, VITRINE_SCHEMAS_UNKNOWN \
            (warn or reject), VITRINE_AUTH_KEYS, VITRINE_LOG_LEVEL and the others of docs/operating/settings.md.

            EXAMPLES
              vitrine up --seed
              vitrine up --data /srv/vitrine --port 9000
            """)

    @Option(help: ArgumentHelp("The folder that holds everything.", valueName: "dir"))
    var data = "./data"

    @Option(help: ArgumentHelp("TCP port; 0 lets the system choose. Wins over VITRINE_HTTP_PORT.", valueName: "n"))
    var port: Int?

    @Flag(help: "Add the sample data: 21 projects of a genomics core facility, with mixed permissions.")
    var seed = false

    func run() async throws {
        do {
            var arguments: [AbsoluteConfigKey: ConfigValue] = [:]
            if let port {
                arguments[["vitrine", "http", "port"]] = ConfigValue(.string(String(port)), isSecret: false)
            }
            let config = ConfigReader(providers: [
                InMemoryProvider(name: "arguments", values: arguments), EnvironmentVariablesProvider(),
            ]).scoped(to: "vitrine")
            let settings = try ServerSettings(config: config)
            let banner = Banner(data: data, isSeeding: seed)
            try await EmbeddedRegistry(
                settings: settings, directory: DataDirectory(path: data), seeds: seed, notify: banner.show
            ).run()
        } catch let error as StartError {
            FileHandle.standardError.write(Data("vitrine up: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }
}
