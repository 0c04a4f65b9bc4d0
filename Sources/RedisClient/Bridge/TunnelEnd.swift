internal import NIOCore

/// One end of a tunnel between two channels of one event loop: what comes in here goes out there, as fast as it can.
final class TunnelEnd: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private weak var other: TunnelEnd?
    private var context: ChannelHandlerContext?
    private var isActive = false
    private var mustRead = false

    static func pair() -> (TunnelEnd, TunnelEnd) {
        let (one, two) = (TunnelEnd(), TunnelEnd())
        (one.other, two.other) = (two, one)
        return (one, two)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { opened() }
    }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        opened()
        context.fireChannelActive()
    }
    func channelInactive(context: ChannelHandlerContext) {
        isActive = false
        other?.context?.close(promise: nil)
        context.fireChannelInactive()
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other?.context?.write(data, promise: nil)
    }
    func channelReadComplete(context: ChannelHandlerContext) {
        other?.context?.flush()
    }
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { other?.readOn() }
        context.fireChannelWritabilityChanged()
    }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Reads only while the other end takes more.
    func read(context: ChannelHandlerContext) {
        guard other?.hasRoom != false else {
            mustRead = true
            return
        }
        context.read()
    }

    private var hasRoom: Bool { isActive && context?.channel.isWritable == true }

    private func opened() {
        isActive = true
        other?.readOn()
    }
    private func readOn() {
        guard mustRead, let context else { return }
        mustRead = false
        context.read()
    }
}
