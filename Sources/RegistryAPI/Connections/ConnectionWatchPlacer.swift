internal import NIOCore
internal import NIOHTTP1

/// Puts a watch right behind HTTP's decoder; the server itself only takes handlers further up.
final class ConnectionWatchPlacer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let limits: ConnectionLimits

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionWatch(limits), position: .after(decoder))
        } catch {
            // Nobody is served unwatched.
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}
