internal import EventReactor

extension RedisAddress {
    /// Reads one of
    ///
    ///     redis://[[user]:password@]host[:port][/database]
    ///     redis+sentinel://[[user]:password@]host[:port],…/master[/database]
    ///     redis+cluster://[[user]:password@]host[:port],…
    ///
    /// `rediss` instead of `redis` speaks TLS. What is not plain in user, password and names is percent-encoded. Ports
    /// are 6379 unless said, 26379 for sentinels.
    ///
    /// Parameters: `ca=FILE` (with `rediss`), `sentinel_user` and `sentinel_password` (with `+sentinel`). Others are
    /// refused, so that a mistyped one is no silent default.
    ///
    /// - Throws: which part is wrong and what it should be.
    package init(url: String) throws(RedisURLError) {
        guard !url.utf8.contains(0) else { throw RedisURLError("the Redis URL contains U+0000") }
        guard let mark = url.firstRange(of: "://") else { throw Self.unknownScheme }
        var (kind, isSecure) = (url[..<mark.lowerBound], false)
        if kind.hasPrefix("rediss") {
            kind = "redis" + kind.dropFirst(6)
            isSecure = true
        }
        let halves = url[mark.upperBound...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        // The last '@': a password that should have been percent-encoded must not become a host name that is shown.
        let at = parts[0].lastIndex(of: "@")
        let places = at.map { parts[0][parts[0].index(after: $0)...] } ?? parts[0]
        let path = parts.dropFirst()
        switch kind {
        case "redis":
            guard path.count <= 1 else { throw RedisURLError("the database in the Redis URL must be a number") }
            self.init(.single, hosts: try Self.hosts(places, port: 6379))
            guard hosts.count == 1 else {
                throw RedisURLError(
                    "a redis:// URL names one host; several are for redis+sentinel:// or redis+cluster://")
            }
            database = try Self.database(path.first)
        case "redis+sentinel":
            let name = try path.first.map { part throws(RedisURLError) in try Self.decoded(part, "the master's name") }
            guard let name, !name.isEmpty, path.count <= 2 else {
                throw RedisURLError("a redis+sentinel:// URL ends with the master's name: redis+sentinel://host/name")
            }
            self.init(.sentinel(master: name), hosts: try Self.hosts(places, port: 26379))
            database = try Self.database(path.dropFirst().first)
        case "redis+cluster":
            guard path.allSatisfy(\.isEmpty) else {
                throw RedisURLError("a redis+cluster:// URL has no path: a cluster has one database")
            }
            self.init(.cluster, hosts: try Self.hosts(places, port: 6379))
        default: throw Self.unknownScheme
        }
        self.isSecure = isSecure
        login = try at.map { at throws(RedisURLError) in try Self.login(parts[0][..<at]) }
        try read(halves.count > 1 ? halves[1] : "")
    }

    private static let unknownScheme = RedisURLError(
        "a Redis URL begins with redis://, rediss://, redis+sentinel://, rediss+sentinel://, redis+cluster:// or "
            + "rediss+cluster://")

    private mutating func read(_ parameters: Substring) throws(RedisURLError) {
        var sentinelUser: String?
        var sentinelPassword: String?
        for pair in parameters.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count > 1 ? try Self.decoded(sides[1], "a parameter") : ""
            switch sides[0] {
            case "ca":
                guard isSecure else { throw RedisURLError("'ca' in the Redis URL is for rediss://") }
                guard !value.isEmpty else { throw RedisURLError("'ca' in the Redis URL names no file") }
                rootCertificate = value
            case "sentinel_user": sentinelUser = value
            case "sentinel_password": sentinelPassword = value
            default:
                // A password that holds a '?' ends up here.
                let isName = sides[0].utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
                throw RedisURLError("unknown parameter\(isName ? " '\(sides[0])'" : "") in the Redis URL")
            }
        }
        guard sentinelUser != nil || sentinelPassword != nil else { return }
        guard case .sentinel = arrangement, let sentinelPassword else {
            throw RedisURLError(
                "'sentinel_user' and 'sentinel_password' in the Redis URL are for redis+sentinel://, together")
        }
        sentinelLogin = RedisLogin(user: sentinelUser, password: sentinelPassword)
    }

    private static func login(_ text: Substring) throws(RedisURLError) -> RedisLogin {
        let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else {
            throw RedisURLError("the Redis URL names a user without a password: redis://user:password@host")
        }
        let user = try decoded(sides[0], "the user")
        return RedisLogin(user: user.isEmpty ? nil : user, password: try decoded(sides[1], "the password"))
    }

    private static func database(_ text: Substring?) throws(RedisURLError) -> Int {
        guard let text, !text.isEmpty else { return 0 }
        guard text.utf8.count <= 5, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            throw RedisURLError("the database in the Redis URL must be a number")
        }
        return number
    }

    private static func hosts(_ text: Substring, port standard: UInt16) throws(RedisURLError) -> [Host] {
        var hosts: [Host] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var name = part
            var port = standard
            // The colons of an IPv6 address stand in brackets.
            if let colon = part.lastIndex(of: ":"), !part[colon...].contains("]") {
                guard let number = UInt16(part[part.index(after: colon)...]), number > 0 else {
                    throw RedisURLError("the port in the Redis URL must be a number from 1 to 65535")
                }
                (name, port) = (part[..<colon], number)
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            let decoded = try decoded(name, "the host")
            guard !decoded.isEmpty else { throw RedisURLError("a host in the Redis URL is empty") }
            hosts.append(Host(name: decoded, port: port))
        }
        return hosts
    }

    private static func decoded(_ text: Substring, _ what: String) throws(RedisURLError) -> String {
        do throws(PercentEncoding.Failure) {
            return try PercentEncoding.decoded(text)
        } catch {
            throw RedisURLError("\(what) in the Redis URL \(error)")
        }
    }
}
