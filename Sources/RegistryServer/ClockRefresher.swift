internal import ServiceLifecycle
internal import StorePostgres

/// Compares this host's clock with the database server's, so that neither drifts away from the other.
struct ClockRefresher: Service {
    private static let pause = Duration.seconds(30)
    let clock: PostgresClock

    func run() async throws {
        await cancelWhenGracefulShutdown { [clock] in
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                await clock.refresh()
            }
        }
    }
}
