internal import Glibc

/// Sockets that do not block and that no child process inherits: hiredis' own would stay open in a child, and the server
/// would not notice that we have closed ours.
enum ClientSocket {
    /// Begins to connect; the socket is writable once that has come to an end.
    static func open(to place: RedisPlace) -> Result<Int32, RedisError> {
        var six = sockaddr_in6()
        var four = sockaddr_in()
        let port = place.host.port.bigEndian
        if inet_pton(AF_INET, place.address, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port
            return withUnsafeBytes(of: &four) { open(AF_INET, $0) }
        }
        // A scope, as in 'fe80::1%eth0', is not part of the address.
        let parts = place.address.split(separator: "%", maxSplits: 1)
        guard let address = parts.first, inet_pton(AF_INET6, String(address), &six.sin6_addr) == 1 else {
            return .failure(RedisError(.unavailable, "'\(place.address)' is no address"))
        }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port
        if parts.count > 1 { six.sin6_scope_id = if_nametoindex(String(parts[1])) }
        return withUnsafeBytes(of: &six) { open(AF_INET6, $0) }
    }

    private static func open(_ family: Int32, _ address: UnsafeRawBufferPointer) -> Result<Int32, RedisError> {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return .failure(failure()) }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let status = connect(
            descriptor, address.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(address.count))
        guard status == 0 || errno == EINPROGRESS else {
            let error = failure()
            close(descriptor)
            return .failure(error)
        }
        return .success(descriptor)
    }

    private static func failure() -> RedisError {
        RedisError(.unavailable, "no connection: \(String(cString: strerror(errno)))")
    }
}
