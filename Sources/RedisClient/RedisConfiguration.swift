/// Which Redis to ask, and how long to wait for it.
package struct RedisConfiguration: Sendable {
    package var address: RedisAddress
    /// How long to wait for an answer once a command is handed over to the connection.
    package var timeout = Duration.seconds(5)
    /// How long a request waits for a connection, for room, or for a server that is loading, before it is refused.
    package var patience = Duration.seconds(2)
    package var connectTimeout = Duration.seconds(2)
    /// Commands under way on one connection; who comes later waits, at most ``patience``.
    package var inFlight = 4096
    /// Bytes that wait to be written on one connection, above which requests wait as well.
    package var unsentBytes = 16 << 20
    /// What the server's `CLIENT LIST` calls us: no space in it.
    package var name = "vitrine"

    package init(_ address: RedisAddress) { self.address = address }
}
