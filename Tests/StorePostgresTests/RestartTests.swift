import EventReactor
import Foundation
import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// A server that loses its power again and again while two processes' worth of clients commit.
@Suite(
    "PostgreSQL killed under load",
    .enabled(if: PrivateServer.isInstalled, "PostgreSQL's server is not installed: run scripts/system-packages"))
struct RestartTests {
    private static let restarts = ProcessInfo.processInfo.environment["VITRINE_RESTARTS"].flatMap { Int($0) } ?? 3

    @Test(
        "no acknowledged commit is lost, what failed is wholly there or not at all, and the pools recover",
        .timeLimit(.minutes(10)))
    func restarts() async throws {
        try await PrivateServer.with { server in
            try await TwoProcesses.with(server.configuration) { processes in
                let attempts = try await Writers(processes.stores).commit { writers in
                    for _ in 0..<Self.restarts {
                        try await server.restart()
                        try await writers.everyoneGoesOn()
                    }
                }
                #expect(attempts.count { $0.failure == nil } >= 8 * (Self.restarts + 2))
            }
        }
    }
}
