import ArgumentParser
import RegistryServer

/// `vitrine schedule`: the scheduler alone.
struct Schedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scheduler: take back what dead workers held, reconcile uploads and jobs, remove old jobs.",
        discussion: """
            Several may run at once; each change is made once. See 'vitrine help serve' for how processes share an instance.

            EXAMPLES
              vitrine schedule --data /srv/vitrine
            """)

    @OptionGroup var options: RoleOptions

    func run() async throws { try await options.run(.scheduler, as: "schedule") }
}
