import ArgumentParser
import RegistryServer

/// `vitrine serve`: the front alone.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a front: answer requests, run no jobs.",
        discussion: """
            Any number of fronts, workers ('vitrine work') and schedulers ('vitrine schedule') share one database on \
            PostgreSQL and one data directory, which holds the keys and the files. 'vitrine migrate' comes first. SIGTERM or \
            ^C drains and ends with status 0.

            EXAMPLES
              export VITRINE_DATABASE=postgres://vitrine@db.example/vitrine
              vitrine migrate && vitrine serve --data /srv/vitrine --port 9000
            """)

    @OptionGroup var options: RoleOptions

    @Option(help: ArgumentHelp("TCP port; 0 lets the system choose. Wins over VITRINE_HTTP_PORT.", valueName: "n"))
    var port: Int?

    func run() async throws {
        try await options.run(.front, as: "serve", arguments: RoleOptions.port(port))
    }
}
