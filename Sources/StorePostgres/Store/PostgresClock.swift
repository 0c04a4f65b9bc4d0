package import PostgresClient
package import RegistryCore
internal import Synchronization

/// The time of the database's server, so that all processes of an instance go by one clock: a lease that one host wrote
/// lapses for another when it should.
package final class PostgresClock: Sendable {
    /// An answer that took longer says too little.
    private static let patience = Duration.seconds(1)
    private let client: PostgresClient
    /// What the server's clock is ahead of this host's, in milliseconds.
    private let lead = Mutex<Int64>(0)

    package init(_ client: PostgresClient) { self.client = client }

    /// Follows this host's clock until `refresh()` has asked the server once.
    package var ambient: Ambient { Ambient(now: { self.now }) }
    package var now: Timestamp {
        Timestamp(milliseconds: Timestamp.current().milliseconds + lead.withLock { $0 })
    }

    /// Asks the server; what was known stays when it does not answer soon.
    package func refresh() async {
        let start = Timestamp.current()
        let rows = try? await client.read(PostgresStatement(SettingQueries.now))
        let end = Timestamp.current()
        guard let server = rows?.first?.int("now"), end >= start, end - start <= Self.patience else { return }
        lead.withLock { $0 = Int64(server) - (start.milliseconds + end.milliseconds) / 2 }
    }
}
