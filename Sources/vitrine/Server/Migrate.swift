import ArgumentParser
import Configuration
import Foundation
import RegistryServer

/// `vitrine migrate`: the schema of a server's database.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema of a PostgreSQL database up to date.",
        discussion: """
            Needs VITRINE_DATABASE and nothing else. All steps are one transaction, taken by one process at a time; a second \
            run changes nothing, and a database of a newer release or of another program is left alone. 'vitrine up' does \
            the same when it starts; 'serve', 'work' and 'schedule' do not.

            EXAMPLES
              VITRINE_DATABASE=postgres://vitrine@db.example/vitrine vitrine migrate --dry-run
              vitrine migrate --distributed
            """)

    @Flag(name: .customLong("dry-run"), help: "Print what would be done, and change nothing.")
    var isDryRun = false

    @Flag(name: .customLong("distributed"), help: "Also distribute the tables by lane, where the server has Citus.")
    var isDistributed = false

    func validate() throws {
        if isDryRun, isDistributed { throw ValidationError("--dry-run and --distributed exclude each other.") }
    }

    func run() async throws {
        do {
            let config = ConfigReader(provider: EnvironmentVariablesProvider()).scoped(to: "vitrine")
            let report = try await DatabaseMigration(settings: ServerSettings(config: config))
                .run(isDryRun: isDryRun, distributing: isDistributed)
            show(report)
        } catch let error as StartError {
            FileHandle.standardError.write(Data("vitrine migrate: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func show(_ report: DatabaseMigration.Report) {
        var text = report.steps.map { "\(isDryRun ? "would run" : "ran") \($0)\n" }.joined()
        if report.steps.isEmpty { text += "The schema is up to date.\n" }
        if isDistributed {
            switch report.distributed {
            case nil: text += "This server has no Citus: the tables are its own, which is all that one machine needs.\n"
            case let calls?:
                text += calls.isEmpty ? "Every table is distributed already.\n" : calls.joined(separator: "\n") + "\n"
            }
        }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
