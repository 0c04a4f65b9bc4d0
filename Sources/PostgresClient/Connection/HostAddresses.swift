internal import Glibc

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
        return addresses(of: host.name).map { Place(name: host.name, address: $0, port: host.port) }
    }

    private static func addresses(of name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [String] = []
        var next = found
        while let info = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let size = socklen_t(text.count)
            if getnameinfo(info.pointee.ai_addr, info.pointee.ai_addrlen, &text, size, nil, 0, NI_NUMERICHOST) == 0,
                let address = text.withUnsafeBufferPointer({ $0.baseAddress.map { String(cString: $0) } }),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            next = info.pointee.ai_next
        }
        return addresses
    }
}
