internal import EventReactor

/// Looks host names up on a thread that may block: libpq would do it on the reactor's.
enum HostAddresses {
    /// Where a server may be.
    struct Place: Sendable, Equatable {
        /// What its certificate must name; a folder of UNIX sockets when it begins with `/`.
        let name: String
        /// In numbers; nil for a folder.
        let address: String?
        let port: UInt16
    }

    /// - Parameter done: gets each address of each host, in order; none of a name that is not known. Called on any
    ///   thread.
    static func find(
        for hosts: [(name: String, port: UInt16)], _ done: @escaping @Sendable ([Place]) -> Void
    ) {
        if hosts.allSatisfy({ $0.name.hasPrefix("/") }) { return done(hosts.flatMap(places)) }
        BlockingThread.run { done(hosts.flatMap(places)) }
    }

    private static func places(of host: (name: String, port: UInt16)) -> [Place] {
        if host.name.hasPrefix("/") { return [Place(name: host.name, address: nil, port: host.port)] }
        return HostNames.addresses(of: host.name).map { Place(name: host.name, address: $0, port: host.port) }
    }
}
