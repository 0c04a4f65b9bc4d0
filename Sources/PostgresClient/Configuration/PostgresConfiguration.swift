/// How to reach a server, and how much to ask of it.
package struct PostgresConfiguration: Sendable {
    /// Whether the server's certificate is asked for and checked (libpq's `sslmode`).
    package enum TLS: String, Sendable, CaseIterable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }
    /// Which of several hosts will do (libpq's `target_session_attrs`).
    package enum Target: String, Sendable, CaseIterable {
        case any
        case readWrite = "read-write"
        case preferStandby = "prefer-standby"
    }

    /// Names or addresses, or a folder of UNIX sockets when it begins with `/`; tried in order.
    package var hosts: [(name: String, port: UInt16)]
    package var user: String
    /// Never shown; nil leaves it to `~/.pgpass` and `PGPASSFILE`.
    package var password: Secret?
    package var database: String
    package var tls = TLS.prefer
    /// The file of certificates to trust; nil for libpq's own place.
    package var rootCertificate: String?
    package var target = Target.readWrite
    /// Behind a pooler that changes servers between transactions (pgbouncer's transaction mode): no named statements,
    /// no session settings, no `LISTEN`.
    package var isPooled = false

    /// Connections that many tasks share, each a pipeline.
    package var pipelines = 2
    /// Connections lent out whole: transactions of several round trips, `COPY`, `LISTEN`.
    package var leases = 8
    /// How long to wait for a connection before ``PostgresError/Kind/unavailable``.
    package var patience = Duration.seconds(5)
    package var connectTimeout = Duration.seconds(5)
    /// Ends a statement on the server; also bounds what a freed waiter leaves running.
    package var statementTimeout = Duration.seconds(30)
    package var lockTimeout = Duration.seconds(10)

    /// Text that prints as `***`.
    package struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
        package let text: String
        package init(_ text: String) { self.text = text }
        package var description: String { "***" }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    package init(host: String, port: UInt16 = 5432, user: String, database: String) {
        hosts = [(host, port)]
        self.user = user
        self.database = database
    }
}

extension PostgresConfiguration: CustomStringConvertible {
    /// Where, without the password.
    package var description: String {
        let places = hosts.map { $0.name.hasPrefix("/") ? $0.name : "\($0.name):\($0.port)" }
        return "postgres://\(user)@\(places.joined(separator: ","))/\(database)"
    }
}
