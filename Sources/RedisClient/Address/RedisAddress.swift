/// Where Redis is, and as whom it is asked; read from a URL by ``init(url:)``.
package struct RedisAddress: Sendable, Hashable {
    package enum Arrangement: Sendable, Hashable {
        case single
        /// The hosts are sentinels, which know where the master of this name is.
        case sentinel(master: String)
        /// The hosts are some nodes of a cluster.
        case cluster
    }
    package struct Host: Sendable, Hashable {
        package let name: String
        package let port: UInt16

        package init(name: String, port: UInt16) {
            self.name = name
            self.port = port
        }
    }

    package var arrangement: Arrangement
    /// At least one; exactly one where the arrangement is single.
    package var hosts: [Host]
    package var login: RedisLogin?
    /// As whom the sentinels are asked; nil where they ask for no password.
    package var sentinelLogin: RedisLogin?
    package var database = 0
    /// Over TLS: the server's name and chain are verified, always.
    package var isSecure = false
    /// A file of certificates to trust besides the system's.
    package var rootCertificate: String?

    package init(_ arrangement: Arrangement = .single, hosts: [Host]) {
        self.arrangement = arrangement
        self.hosts = hosts
    }
}

extension RedisAddress: CustomStringConvertible {
    /// Where, without the password.
    package var description: String {
        let scheme = isSecure ? "rediss" : "redis"
        let user = login?.user.map { "\($0)@" } ?? ""
        let places = hosts.map(\.description).joined(separator: ",")
        let number = database == 0 ? "" : "/\(database)"
        return switch arrangement {
        case .single: "\(scheme)://\(user)\(places)\(number)"
        case .sentinel(let master): "\(scheme)+sentinel://\(user)\(places)/\(master)\(number)"
        case .cluster: "\(scheme)+cluster://\(user)\(places)"
        }
    }
}

extension RedisAddress.Host: CustomStringConvertible {
    package var description: String { name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)" }
}
