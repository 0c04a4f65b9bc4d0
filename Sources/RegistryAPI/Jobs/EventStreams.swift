internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import NIOCore
internal import RegistryCore
internal import RegistryService
internal import ServiceLifecycle
internal import Synchronization

/// Answers that go on while something happens: server-sent events (WHATWG HTML, section 9.2), so many at a time.
///
/// A stream looks every half second, says a word every 15 seconds so that nobody takes it for dead, and ends when there is
/// nothing more to tell, after 15 minutes, or when the process drains; a client goes on where it was with `Last-Event-ID`.
final class EventStreams: Sendable {
    private let open = Mutex(0)

    /// - Throws: `.busy` when as many streams are open as may be.
    func respond(first: [JobEvent], then watch: JobWatch) throws(RegistryError) -> Response {
        guard open.withLock({ $0 }) < Limits.eventStreams else {
            throw RegistryError(
                .busy, "\(Limits.eventStreams) clients follow jobs already; ask for the job itself", retryAfter: 5)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { [self] writer in
                open.withLock { $0 += 1 }
                defer { open.withLock { $0 -= 1 } }
                var telling = Telling(first, then: watch)
                while let text = try await telling.next() { try await writer.write(ByteBuffer(string: text)) }
                try await writer.finish(nil)
            })
    }
}

/// The text of one stream, piece by piece.
private struct Telling: Sendable {
    private static let pause = Duration.milliseconds(500)
    private static let silence = Duration.seconds(15)
    private static let longest = Duration.seconds(900)
    private let start = ContinuousClock.now
    private var spoken = ContinuousClock.now
    private var watch: JobWatch
    private var pending: [JobEvent]?

    init(_ first: [JobEvent], then watch: JobWatch) {
        self.watch = watch
        pending = first
    }

    /// Nil at the end.
    mutating func next() async throws -> String? {
        while true {
            var events = pending
            pending = nil
            if events == nil {
                let isOver = ContinuousClock.now - start > Self.longest || Task.isShuttingDownGracefully
                if isOver { return nil }
                try await Task.sleep(for: Self.pause)
                events = try await watch.next()
            }
            guard let events else { return nil }
            if !events.isEmpty {
                spoken = .now
                return events.map(Self.text).joined()
            }
            if ContinuousClock.now - spoken > Self.silence {
                spoken = .now
                return ": still here\n\n"
            }
        }
    }

    /// JSON has no line ends outside of strings, and escapes those inside.
    private static func text(_ event: JobEvent) -> String {
        "event: \(event.name.rawValue)\nid: \(event.id)\ndata: \(event.data)\n\n"
    }
}
