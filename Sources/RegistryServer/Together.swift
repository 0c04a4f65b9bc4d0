internal import Logging
internal import ServiceLifecycle

/// Services that stop at the same time: a group stops one after the other, and a slow client of the front would keep the
/// worker from its grace period.
struct Together: Service {
    private let groups: [ServiceGroup]

    init(_ services: [ServiceGroupConfiguration.ServiceConfiguration], logger: Logger) {
        groups = services.map { service in
            ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        }
    }

    /// - Throws: what the first service throws that fails; the others are stopped then.
    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { running in
                for group in groups { running.addTask { try await group.run() } }
                var failure: (any Error)?
                while let outcome = await running.nextResult() {
                    if case .failure(let error) = outcome, failure == nil {
                        failure = error
                        await stop()
                    }
                }
                if let failure { throw failure }
            }
        } onGracefulShutdown: {
            Task { await stop() }
        }
    }

    private func stop() async { for group in groups { await group.triggerGracefulShutdown() } }
}
