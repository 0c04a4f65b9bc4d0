package import HummingbirdCore
package import Logging
internal import NIOCore

/// How long, and how often, a client may keep this instance waiting.
package struct ConnectionLimits: Sendable, Hashable {
    /// Open at once; further ones wait in the system's queue until one is closed.
    package var connections: Int
    /// From the opening of a connection to the first byte of a request.
    package var opening: Duration
    /// From there to the end of the request's head.
    package var head: Duration
    /// Between an answer and the first byte of the next request.
    package var idle: Duration
    /// Between two pieces of a body, while the registry waits for one.
    package var body: Duration
    /// In which a client takes nothing of an answer that waits for it; looked at once in this time.
    package var answer: Duration
    /// After an answer that closes the connection: for the client to read it before it is told that its sending failed.
    package var lingering: Duration

    /// Bytes of a body that are read, and thrown away, behind a refusal, to keep the connection.
    static let drainedBytes: Int64 = 64 << 10
    /// Times that a connection about to be closed is read from.
    static let lingeringReads = 16

    package init(
        connections: Int = 1_000, opening: Duration = .seconds(10), head: Duration = .seconds(10),
        idle: Duration = .seconds(60), body: Duration = .seconds(60), answer: Duration = .seconds(300),
        lingering: Duration = .seconds(5)
    ) {
        self.connections = connections
        self.opening = opening
        self.head = head
        self.idle = idle
        self.body = body
        self.answer = answer
        self.lingering = lingering
    }

    /// Lets the server accept up to ``connections`` at once.
    package func gate(logger: Logger) -> any AvailableConnectionsDelegate {
        MaximumAvailableConnections(connections, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1, with a watch on each connection that keeps `limits`.
    package static func watched(_ limits: ConnectionLimits) -> HTTPServerBuilder {
        .http1(configuration: .init(additionalChannelHandlers: [ConnectionWatchPlacer(limits)]))
    }
}
