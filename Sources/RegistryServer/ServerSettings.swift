package import JobQueue
package import PostgresClient
package import RedisClient
internal import RegistryCore
package import RegistryService

/// What an instance reads when it starts.
package struct ServerSettings: Sendable {
    /// `sqlite:` with an optional path, `postgres://…`, or `memory:`.
    package var database: Database
    /// Through what workers learn of jobs: `database:` or `redis://…`.
    package var queue: Queue
    /// What the instance's keys in Redis are called.
    package var queueName: String
    /// How long a start waits for a database server that does not answer.
    package var startPatience: Duration
    /// `file:` with an optional folder, or `memory:`.
    package var storage: Storage
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    package var publicURL: String?
    package var prefix: String
    package var trustsForwardedHeaders: Bool
    package var authEnabled: Bool
    package var knownClients: [String]
    /// A file of keys in place of the data directory's own.
    package var tokenKeysFile: String?
    /// Where schemas come from; empty for `./schemas`, the installed ones or those of the source tree.
    package var schemas: [SchemaSetting]
    /// Jobs at a time.
    package var workers: Int
    /// Those that a worker serves, the first before the next.
    package var queues: [JobQueueName]
    /// How long a stopping worker lets its jobs go on.
    package var grace: Duration
    /// MiB of resident memory above which a worker ends.
    package var memoryLimit: Int?
    /// How long a worker's claim on a job holds without a heartbeat.
    package var lease: Duration
    /// Jobs of one project at a time, over all workers.
    package var projectLimit: Int
    /// MiB of the search index that are kept in memory.
    package var searchCache: Int
    package var logLevel: String
    package var service: ServiceSettings

    package enum Database: Sendable {
        /// Nil: in the data directory.
        case sqlite(path: String?)
        case postgres(PostgresConfiguration, replica: PostgresConfiguration?)
        case memory
    }
    package enum Queue: Sendable {
        case database
        case redis(RedisConfiguration)
    }
    package enum Storage: Sendable, Hashable {
        /// Nil: in the data directory.
        case file(path: String?)
        case memory
    }
}
