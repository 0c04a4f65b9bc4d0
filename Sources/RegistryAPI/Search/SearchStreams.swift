internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import RegistryCore
internal import RegistryService
internal import ServiceLifecycle
internal import Synchronization

/// Answers that hold every match of a search: written as fast as the client takes them, so many at a time.
///
/// A stream that has been told whole ends as HTTP says. One that is broken off (an error, 15 minutes, a process that
/// drains) ends its connection without that end, so that nobody takes a part for the whole.
final class SearchStreams: Sendable {
    /// Streams of one front, and of them those of one user and those without a token.
    static let maximum = 32
    static let maximumOfUser = 4
    static let maximumAnonymous = 16
    static let longest = Duration.seconds(900)
    /// Bytes that are written at a time.
    private static let chunk = 64 << 10

    private let open = Mutex((all: 0, ofCaller: [String: Int]()))

    /// Answers with `export`, whose first page decides whether it is an error instead.
    ///
    /// - Throws: `.busy` when as many streams are open as may be.
    func respond(
        _ export: SearchExport, as form: ExportWriter, cursors: SearchCursors, to caller: Identity
    ) async throws -> Response {
        let place = try place(of: caller)
        var export = export
        let first = try await export.next()
        let rest = export
        return Response(
            status: .ok, headers: [.contentType: form.contentType, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                // Until here at least; that of an answer without a body, as to HEAD, goes with the answer.
                defer { withExtendedLifetime(place) {} }
                let start = ContinuousClock.now
                try await writer.write(ByteBuffer(bytes: form.start))
                var (part, export) = (first, rest)
                while let page = part {
                    var bytes: [UInt8] = []
                    for document in page.documents {
                        bytes += form.line(document)
                        guard bytes.count >= Self.chunk else { continue }
                        try await writer.write(ByteBuffer(bytes: bytes))
                        bytes.removeAll(keepingCapacity: true)
                    }
                    if let cursor = page.cursor {
                        bytes += try form.checkpoint { () throws(RegistryError) in
                            try cursors.text(of: cursor, for: caller)
                        }
                    }
                    try await writer.write(ByteBuffer(bytes: bytes))
                    guard ContinuousClock.now - start < Self.longest, !Task.isShuttingDownGracefully else {
                        throw RegistryError(.busy, "the stream was broken off", retryAfter: 1)
                    }
                    part = try await export.next()
                }
                try await writer.finish(nil)
            })
    }

    private static var busy: RegistryError {
        RegistryError(.busy, "too many searches are streamed already; try again, or ask page by page", retryAfter: 5)
    }
    /// Takes a place, which is free again when nobody holds it any more.
    ///
    /// - Throws: `.busy`.
    private func place(of caller: Identity) throws(RegistryError) -> Place {
        // No user's name begins with '*'.
        let name = caller.user ?? "*"
        let limit = caller.user == nil ? Self.maximumAnonymous : Self.maximumOfUser
        let isFree = open.withLock { open in
            guard open.all < Self.maximum, open.ofCaller[name, default: 0] < limit else { return false }
            open.all += 1
            open.ofCaller[name, default: 0] += 1
            return true
        }
        guard isFree else { throw Self.busy }
        return Place(self, name)
    }
    private func free(_ name: String) {
        open.withLock { open in
            open.all -= 1
            let left = open.ofCaller[name, default: 1] - 1
            open.ofCaller[name] = left > 0 ? left : nil
        }
    }

    private final class Place: Sendable {
        private let streams: SearchStreams
        private let name: String

        init(_ streams: SearchStreams, _ name: String) {
            self.streams = streams
            self.name = name
        }
        deinit { streams.free(name) }
    }
}
