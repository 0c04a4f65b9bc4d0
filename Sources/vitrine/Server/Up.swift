import ArgumentParser
import RegistryServer

/// `vitrine up`: every role in one process.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a whole registry in this process: front, worker and scheduler.",
        discussion: """
            Everything it keeps is in the data directory: the database, the files, and the keys that sign tokens and URLs. \
            A restart is exactly where the last run was; one process has the directory at a time, unless \
            the database is PostgreSQL. SIGTERM or ^C drains and \
            ends with status 0.

            The environment wins over the defaults: VITRINE_DATABASE (sqlite:PATH or \
            postgres://USER@HOST/DATABASE), VITRINE_STORAGE (file:FOLDER), \
            VITRINE_HTTP_HOST, VITRINE_HTTP_PORT, VITRINE_PUBLIC_URL, VITRINE_SCHEMAS, VITRINE_SCHEMAS_UNKNOWN \
            (warn or reject), VITRINE_AUTH_KEYS, VITRINE_LOG_LEVEL and the others of docs/operating/settings.md.

            EXAMPLES
              vitrine up --seed
              vitrine up --data /srv/vitrine --port 9000
            """)

    @OptionGroup var options: RoleOptions

    @Option(help: ArgumentHelp("TCP port; 0 lets the system choose. Wins over VITRINE_HTTP_PORT.", valueName: "n"))
    var port: Int?

    @Flag(help: "Add the sample data: 21 projects of a genomics core facility, with mixed permissions.")
    var seed = false

    func run() async throws {
        try await options.run(.all, as: "up", arguments: RoleOptions.port(port), seeding: seed)
    }
}
