internal import EventReactor

/// Where one connection goes.
struct RedisPlace: Sendable, Hashable {
    let host: RedisAddress.Host
    /// In numbers.
    let address: String

    /// Looks the host's addresses up.
    ///
    /// - Parameter turn: which of several addresses is taken, counted round and round.
    static func find(
        _ host: RedisAddress.Host, turn: Int, _ done: @escaping @Sendable (Result<RedisPlace, RedisError>) -> Void
    ) {
        // On a thread that may block: hiredis would look it up on the reactor's.
        BlockingThread.run {
            let addresses = HostNames.isNumeric(host.name) ? [host.name] : HostNames.addresses(of: host.name)
            guard !addresses.isEmpty else {
                return done(.failure(RedisError(.unavailable, "no address is known for '\(host.name)'")))
            }
            done(.success(RedisPlace(host: host, address: addresses[turn % addresses.count])))
        }
    }
}
