internal import EventReactor
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Speaks TLS for hiredis, which Debian builds without: a pair of connected UNIX sockets, one for hiredis, the other
/// joined to a TLS connection. The pair has no name in the file system that anybody else could connect to.
///
/// The server's chain and name (or address) are always verified.
final class SecureBridge: Sendable {
    private let rootCertificate: String?
    private let context = Mutex<NIOSSLContext?>(nil)

    /// - Parameter rootCertificate: a file of certificates to trust besides the system's.
    init(rootCertificate: String?) { self.rootCertificate = rootCertificate }

    /// - Parameter done: gets hiredis' end, non-blocking and its to close, once the server is known to be the right one.
    func connect(
        to place: RedisPlace, within limit: Duration, _ done: @escaping @Sendable (Result<Int32, RedisError>) -> Void
    ) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            return done(.failure(RedisError(.unavailable, "socketpair: \(String(cString: strerror(errno)))")))
        }
        let (mine, theirs) = (ends[0], ends[1])
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        loop.execute {
            let handshake = loop.makePromise(of: Void.self)
            handshake.futureResult.whenComplete { result in
                switch result {
                case .success: done(.success(theirs))
                case .failure(let error):
                    Glibc.close(theirs)
                    done(.failure(Self.error(error, place)))
                }
            }
            do {
                try self.join(mine, to: place, within: limit, on: loop, handshake)
            } catch {
                Glibc.close(mine)
                handshake.fail(error)
            }
        }
    }

    /// - Throws: before `descriptor` is taken over; what comes later fails the promise.
    private func join(
        _ descriptor: Int32, to place: RedisPlace, within limit: Duration, on loop: any EventLoop,
        _ handshake: EventLoopPromise<Void>
    ) throws {
        let name = HostNames.isNumeric(place.host.name) ? nil : place.host.name
        // Without a name, the address that was connected to is what the certificate must hold.
        let security = try NIOSSLClientHandler(context: secureContext(), serverHostname: name)
        let (near, far) = TunnelEnd.pair()
        let parts = NIOLoopBound((near: near, far: far, security: security), eventLoop: loop)
        let local = ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(parts.value.near)
                }
            }
            .withConnectedSocket(descriptor)
        local.flatMap { local in
            ClientBootstrap(group: loop)
                .connectTimeout(.nanoseconds(limit.nanoseconds))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            parts.value.security, HandshakeWatch(handshake), parts.value.far,
                        ])
                    }
                }
                .connect(host: place.address, port: Int(place.host.port))
                .map { Self.end($0, unlessSoon: handshake, within: limit) }
                .flatMapErrorThrowing { error in
                    local.close(promise: nil)
                    throw error
                }
        }
        .whenFailure { handshake.fail($0) }
    }

    /// A frozen server takes the connection and never ends the handshake.
    private static func end(
        _ channel: any Channel, unlessSoon handshake: EventLoopPromise<Void>, within limit: Duration
    ) {
        let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(limit.nanoseconds)) {
            handshake.fail(ChannelError.connectTimeout(.nanoseconds(limit.nanoseconds)))
        }
        handshake.futureResult.whenComplete { result in
            timer.cancel()
            if case .failure = result { channel.close(promise: nil) }
        }
    }

    private func secureContext() throws -> NIOSSLContext {
        try context.withLock { context in
            if let context { return context }
            var settings = TLSConfiguration.makeClientConfiguration()
            settings.minimumTLSVersion = .tlsv12
            settings.certificateVerification = .fullVerification
            if let rootCertificate { settings.additionalTrustRoots = [.file(rootCertificate)] }
            let made = try NIOSSLContext(configuration: settings)
            context = made
            return made
        }
    }

    private static func error(_ error: any Error, _ place: RedisPlace) -> RedisError {
        switch error {
        case let error as RedisError: error
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            RedisError(.refused, "the certificate of \(place.host) is for another name")
        case NIOSSLError.handshakeFailed(let reason):
            "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
                ? RedisError(.refused, "the certificate of \(place.host) is by no authority that is trusted here")
                : RedisError(.refused, "\(place.host) does not speak TLS as we do")
        case NIOSSLError.failedToLoadCertificate, is BoringSSLError:
            RedisError(.refused, "the file that 'ca' names in the Redis URL holds no certificates")
        case NIOSSLError.unableToValidateCertificate:
            RedisError(.refused, "the certificate of \(place.host) cannot be verified")
        default: RedisError(.unavailable, "no secure connection to \(place.host)")
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
