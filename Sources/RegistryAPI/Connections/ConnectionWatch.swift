internal import JSONDocument
internal import NIOCore
internal import NIOHTTP1

/// Keeps one connection within its limits: heads and bodies that do not come, answers that nobody takes, bodies that
/// nobody reads, and clients that wait for a word before they send theirs.
///
/// Stands between HTTP's decoder and everything that deals with requests; what to do is decided by ``ConnectionState``.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var state: ConnectionState
    private var wake: (at: NIODeadline, task: Scheduled<Void>)?
    private var hasReadPart = false

    init(_ limits: ConnectionLimits) { state = ConnectionState(limits, now: .now()) }

    func handlerAdded(context: ChannelHandlerContext) { setAlarm(context) }
    func handlerRemoved(context: ChannelHandlerContext) { stopAlarm() }
    func channelInactive(context: ChannelHandlerContext) {
        stopAlarm()
        context.fireChannelInactive()
    }

    // MARK: What the client sends

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if state.isClosing { return }
        hasReadPart = true
        switch unwrapInboundIn(data) {
        case .head(let head):
            // HTTP/1.0 knows no such thing (RFC 9110, section 10.1.1).
            let isContinued =
                head.version == .http1_1
                && head.headers[canonicalForm: "expect"].contains {
                    $0.lowercased() == "100-continue"
                }
            state.readHead(length: Self.bodyLength(of: head), expectsContinue: isContinued, closes: !head.isKeepAlive)
        case .body(let bytes): state.readBody(bytes.readableBytes)
        case .end: state.readEnd(now: .now())
        }
        context.fireChannelRead(data)
        setAlarm(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !hasReadPart { state.readFragment(now: .now()) }
        hasReadPart = false
        context.fireChannelReadComplete()
        setAlarm(context)
    }

    func read(context: ChannelHandlerContext) {
        guard state.asksForBytes(now: .now()) else { return }
        context.read()
        setAlarm(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if state.isClosing { return }
        if state.isIdle, error is HTTPParserError {
            return refuse(.badRequest, "this is no request of HTTP/1.1", context)
        }
        state.failReading()
        context.fireErrorCaught(error)
    }

    /// nil when the length is not declared.
    private static func bodyLength(of head: HTTPRequestHead) -> Int64? {
        if head.headers.contains(name: "transfer-encoding") { return nil }
        return head.headers.first(name: "content-length").map { Int64($0) } ?? 0
    }

    // MARK: What the registry sends

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if state.isClosing {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if head.status.code >= 200, state.beginsAnswer(now: .now()) {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes):
            state.writes(bytes.readableBytes)
            context.write(data, promise: promise)
        case .end:
            state.endsAnswer()
            let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.assumeIsolated().whenSuccess { self.answerSent(context) }
            context.write(data, promise: sent)
        }
        setAlarm(context)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard event is BodyWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if state.isToldToContinue() {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    private func answerSent(_ context: ChannelHandlerContext) {
        if state.sendsAnswer(now: .now()) { linger(context) }
        setAlarm(context)
    }

    /// Answers what never became a request, in the body that every error has, and closes.
    private func refuse(_ status: HTTPResponseStatus, _ reason: String, _ context: ChannelHandlerContext) {
        var body = context.channel.allocator.buffer(capacity: 128)
        body.writeBytes(JSONValue.object(ErrorAnswer.body(reason)).serialized())
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers = [
            "content-type": "application/json", "content-length": String(body.readableBytes), "connection": "close",
        ]
        linger(context, closingOutput: false)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { context.close(mode: .output, promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    /// Tells the client that nothing more comes, and waits a little for it to read what came: a connection closed over
    /// unread bytes is reset, and the answer lost with it (RFC 9112, section 9.6).
    private func linger(_ context: ChannelHandlerContext, closingOutput: Bool = true) {
        state.linger(now: .now())
        if closingOutput { context.close(mode: .output, promise: nil) }
        setAlarm(context)
    }

    // MARK: Time

    private func setAlarm(_ context: ChannelHandlerContext) {
        guard let deadline = state.deadline, context.channel.isActive else { return }
        if let wake, wake.at <= deadline { return }
        stopAlarm()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.ring(context) }
        wake = (deadline, task)
    }
    private func stopAlarm() {
        wake?.task.cancel()
        wake = nil
    }

    private func ring(_ context: ChannelHandlerContext) {
        wake = nil
        let pending = try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)
        switch state.expire(now: .now(), pending: pending ?? 0) {
        case .nothing: setAlarm(context)
        case .close: context.close(promise: nil)
        case .refuseHead: refuse(.requestTimeout, "the request's head did not arrive in time", context)
        case .failBody:
            context.fireErrorCaught(StalledBody())
            setAlarm(context)
        }
    }
}

/// Sent down the pipeline by whoever is about to read a body.
struct BodyWanted: Sendable {}

/// Nothing came of a body for too long.
private struct StalledBody: Error, CustomStringConvertible {
    var description: String { "nothing came of the body for too long" }
}
