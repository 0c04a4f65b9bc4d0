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
        // No user's name begins with '*'.
        let name = caller.user ?? "*"
        guard hasRoom(for: name) else { throw Self.busy }
        var export = export
        let first = try await export.next()
        let rest = export
        return Response(
            status: .ok, headers: [.contentType: form.contentType, .cacheControl: "no-store"],
            body: ResponseBody { [self] writer in
                // Here, because the answer to HEAD has no body.
                guard begin(name) else { throw Self.busy }
                defer { end(name) }
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
    private func limit(_ name: String) -> Int { name == "*" ? Self.maximumAnonymous : Self.maximumOfUser }
    private func hasRoom(for name: String) -> Bool {
        open.withLock { $0.all < Self.maximum && $0.ofCaller[name, default: 0] < limit(name) }
    }
    private func begin(_ name: String) -> Bool {
        open.withLock { open in
            guard open.all < Self.maximum, open.ofCaller[name, default: 0] < limit(name) else { return false }
            open.all += 1
            open.ofCaller[name, default: 0] += 1
            return true
        }
    }
    private func end(_ name: String) {
        open.withLock { open in
            open.all -= 1
            let left = open.ofCaller[name, default: 1] - 1
            open.ofCaller[name] = left > 0 ? left : nil
        }
    }
}
