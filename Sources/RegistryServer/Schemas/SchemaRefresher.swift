internal import Logging
internal import RegistryCore
internal import RegistrySchemas
internal import ServiceLifecycle
internal import UnixSignals

/// Asks the sources of schemas again when their time has come, and all of them on SIGHUP.
struct SchemaRefresher: Service {
    /// Looked at the clock at least this often: it may be set.
    private static let longestSleep: Duration = .seconds(600)

    let library: SchemaLibrary
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { [library, logger] in
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) {
                        logger.notice("SIGHUP: the schemas are loaded again")
                        // What fails is logged by the library.
                        try? await library.reload()
                    }
                }
                group.addTask {
                    while !Task.isCancelled {
                        let next = await library.refreshDue()
                        let left = next.map { $0 - Timestamp.current() } ?? Self.longestSleep
                        try? await Task.sleep(for: min(max(left, .seconds(1)), Self.longestSleep))
                    }
                }
            }
        }
    }
}
