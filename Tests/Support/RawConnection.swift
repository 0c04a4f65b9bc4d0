internal import HummingbirdTesting
internal import NIOCore
internal import NIOPosix
internal import Testing

/// A connection over which a test sends what it likes, byte by byte.
package struct RawConnection {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var chunks: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var received: [UInt8] = []

    fileprivate init(
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>
    ) {
        self.outbound = outbound
        chunks = inbound.makeAsyncIterator()
    }

    package func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    /// Says that nothing more will be sent.
    package func endSending() { outbound.finish() }

    /// What came since the last answer: to the end of the first text like `mark`, or to the end of the connection.
    package mutating func receive(upTo mark: String) async throws -> String {
        var seen = received
        received = []
        while !String(decoding: seen, as: UTF8.self).contains(mark),
            let chunk = try await chunks.next(isolation: #isolation)
        {
            seen += chunk.readableBytesView
        }
        let text = String(decoding: seen, as: UTF8.self)
        guard let range = text.firstRange(of: mark) else { return text }
        received = Array(text[range.upperBound...].utf8)
        return String(text[..<range.upperBound])
    }
    /// How many bytes still come until the connection ends, in whatever way.
    package mutating func countRest() async -> Int {
        var count = received.count
        received = []
        while let chunk = try? await chunks.next(isolation: #isolation) { count += chunk.readableBytes }
        return count
    }
    /// Everything that still comes until the registry closes the connection.
    package mutating func receiveRest() async throws -> String {
        var seen = received
        received = []
        while let chunk = try await chunks.next(isolation: #isolation) { seen += chunk.readableBytesView }
        return String(decoding: seen, as: UTF8.self)
    }
}

extension RawConnection {
    /// Runs `exchange` on a connection to a port of this machine, and closes it.
    package static func open<Value: Sendable>(
        port: Int, _ exchange: (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(outbound, inbound)
            return try await exchange(&connection)
        }
    }
}

extension TestRegistry {
    /// Runs `exchange` on a connection of its own, and closes it.
    ///
    /// - Precondition: the instance is live.
    package func connected<Value: Sendable>(
        _ exchange: (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        try await RawConnection.open(port: try #require(client.port, "the instance is not live"), exchange)
    }
}
