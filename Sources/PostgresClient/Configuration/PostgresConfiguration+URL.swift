internal import EventReactor

/// What is wrong with a `postgres://` URL; never holds the password.
package struct PostgresURLError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

extension PostgresConfiguration {
    /// Reads `postgres://user:password@host:port,host:port/database?parameter=value&…`
    /// (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING).
    ///
    /// Parameters: `sslmode`, `sslrootcert`, `target_session_attrs`, `host` (a folder of UNIX sockets), and ours:
    /// `pooler=transaction`, `pipelines`, `leases`, and in milliseconds `connect_timeout_ms`, `statement_timeout_ms`,
    /// `lock_timeout_ms`. Others are refused, so that a mistyped one is no silent default.
    ///
    /// - Throws: which part is wrong and what it should be.
    package init(url: String) throws(PostgresURLError) {
        guard !url.utf8.contains(0) else { throw PostgresURLError("the database URL contains U+0000") }
        guard let scheme = ["postgres://", "postgresql://"].first(where: { url.hasPrefix($0) }) else {
            throw PostgresURLError("a database URL begins with 'postgres://'")
        }
        let halves = url.dropFirst(scheme.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // The last '@': a password that should have been percent-encoded must not become a host name that is shown.
        let at = parts[0].lastIndex(of: "@")
        let names = try Self.user(at.map { parts[0][..<$0] } ?? "")
        guard let user = names.user, !user.isEmpty else {
            throw PostgresURLError("the database URL names no user: postgres://user@host/database")
        }
        let database = parts.count > 1 ? try Self.decoded(parts[1], "the database's name") : user
        guard !database.isEmpty else { throw PostgresURLError("the database URL names no database") }
        self.init(host: "", user: user, database: database)
        password = names.password.map { Secret($0) }
        hosts = try Self.hosts(at.map { parts[0][parts[0].index(after: $0)...] } ?? parts[0])
        for pair in halves.count > 1 ? halves[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try set(String(sides[0]), to: sides.count > 1 ? Self.decoded(sides[1], "a parameter") : "")
        }
        guard !hosts.isEmpty else { throw PostgresURLError("the database URL names no host") }
    }

    private mutating func set(_ name: String, to value: String) throws(PostgresURLError) {
        switch name {
        case "sslmode": tls = try Self.choice(name, value)
        case "sslrootcert": rootCertificate = value
        case "target_session_attrs": target = try Self.choice(name, value)
        case "host":
            guard value.hasPrefix("/") else { throw PostgresURLError("'host' is for a folder of UNIX sockets") }
            hosts = [(value, hosts.first?.port ?? 5432)]
        case "pooler":
            guard value == "transaction" else { throw PostgresURLError("'pooler' must be 'transaction'") }
            isPooled = true
        case "pipelines": pipelines = try Self.number(name, value, 1...64)
        case "leases": leases = try Self.number(name, value, 1...256)
        case "connect_timeout_ms": connectTimeout = .milliseconds(try Self.number(name, value, 100...60_000))
        case "statement_timeout_ms": statementTimeout = .milliseconds(try Self.number(name, value, 100...3_600_000))
        case "lock_timeout_ms": lockTimeout = .milliseconds(try Self.number(name, value, 100...3_600_000))
        default:
            // A password that holds a '?' ends up here.
            let isName = name.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
            throw PostgresURLError("unknown parameter\(isName ? " '\(name)'" : "") in the database URL")
        }
    }

    private static func user(_ text: Substring) throws(PostgresURLError) -> (user: String?, password: String?) {
        let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (
            try sides.first.map { part throws(PostgresURLError) in try decoded(part, "the user") },
            sides.count > 1 ? try decoded(sides[1], "the password") : nil
        )
    }

    private static func hosts(_ text: Substring) throws(PostgresURLError) -> [(name: String, port: UInt16)] {
        var hosts: [(name: String, port: UInt16)] = []
        for part in text.split(separator: ",") {
            var name = part
            var port: UInt16 = 5432
            // The colons of an IPv6 address stand in brackets.
            if let colon = part.lastIndex(of: ":"), !part[colon...].contains("]") {
                guard let number = UInt16(part[part.index(after: colon)...]), number > 0 else {
                    throw PostgresURLError("the port in the database URL must be a number from 1 to 65535")
                }
                (name, port) = (part[..<colon], number)
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            let decoded = try decoded(name, "the host")
            guard !decoded.isEmpty, !decoded.utf8.contains(UInt8(ascii: ",")) else {
                throw PostgresURLError("a host in the database URL is empty or holds a comma")
            }
            hosts.append((decoded, port))
        }
        return hosts
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ value: String
    ) throws(PostgresURLError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: value) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw PostgresURLError("'\(name)' in the database URL must be one of: \(known)")
        }
        return choice
    }

    private static func number(
        _ name: String, _ value: String, _ range: ClosedRange<Int>
    ) throws(PostgresURLError) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw PostgresURLError(
                "'\(name)' in the database URL must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func decoded(_ text: Substring, _ what: String) throws(PostgresURLError) -> String {
        do throws(PercentEncoding.Failure) {
            return try PercentEncoding.decoded(text)
        } catch {
            throw PostgresURLError("\(what) in the database URL \(error)")
        }
    }
}
