import ArgumentParser
import RegistryServer

/// `vitrine work`: a worker alone.
struct Work: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a worker: index uploads, and what else fronts and schedulers enqueue.",
        discussion: """
            VITRINE_WORKER_CONCURRENCY says how many jobs it runs at a time. SIGTERM or ^C lets running jobs end for up to \
            VITRINE_WORKER_GRACE seconds (15), hands back the rest and ends with status 0; what a killed worker held is \
            taken back by a scheduler within its lease of VITRINE_QUEUE_LEASE seconds (30). See 'vitrine help serve' for \
            how processes share an instance.

            EXAMPLES
              vitrine work --data /srv/vitrine
            """)

    @OptionGroup var options: RoleOptions

    func run() async throws { try await options.run(.worker, as: "work") }
}
