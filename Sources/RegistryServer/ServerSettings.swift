internal import RegistryCore
package import RegistryService

/// What an instance reads when it starts.
package struct ServerSettings: Sendable {
    /// `sqlite:` with an optional path, or `memory:`.
    package var database: Database
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
    package var schemas: String?
    package var workers: Int
    package var logLevel: String
    package var service: ServiceSettings

    package enum Database: Sendable, Hashable {
        /// Nil: in the data directory.
        case sqlite(path: String?)
        case memory
    }
    package enum Storage: Sendable, Hashable {
        /// Nil: in the data directory.
        case file(path: String?)
        case memory
    }
}
