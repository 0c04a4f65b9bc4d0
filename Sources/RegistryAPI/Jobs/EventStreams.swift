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
    /// How many there are, and of them those of each caller.
    private let open = Mutex((all: 0, ofCaller: [String: Int]()))

    /// - Throws: `.busy` when as many streams are open as may be.
    func respond(
        first: [JobEvent], then watch: JobWatch, to caller: Identity
    ) throws(RegistryError) -> Response {
        // No user's name begins with '*'.
        let name = caller.user ?? "*"
        guard hasRoom(for: name) else {
            throw RegistryError(.busy, "too many clients follow jobs already; ask for the job itself", retryAfter: 5)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { [self] writer in
                // Here, because the answer to HEAD has no body. Those that came in between end after their first word.
                let hasRoom = begin(name)
                defer { end(name) }
                var telling = Telling(first, then: watch)
                while let text = try await telling.next() {
                    try await writer.write(ByteBuffer(string: text))
                    if !hasRoom { break }
                }
                try await writer.finish(nil)
            })
    }

    private func hasRoom(for name: String) -> Bool {
        open.withLock { open in
            let limit = name == "*" ? Limits.anonymousEventStreams : Limits.eventStreamsOfUser
            return open.all < Limits.eventStreams && open.ofCaller[name, default: 0] < limit
        }
    }
    private func begin(_ name: String) -> Bool {
        let hasRoom = hasRoom(for: name)
        open.withLock { open in
            open.all += 1
            open.ofCaller[name, default: 0] += 1
        }
        return hasRoom
    }
    private func end(_ name: String) {
        open.withLock { open in
            open.all -= 1
            let left = open.ofCaller[name, default: 1] - 1
            open.ofCaller[name] = left > 0 ? left : nil
        }
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
