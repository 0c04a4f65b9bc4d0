import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A web server in this process: what it serves, and what it was asked.
final class BundleServer: Sendable {
    struct Page: Sendable {
        var status = HTTPResponse.Status.ok
        var headers: HTTPFields = [:]
        var body: [UInt8] = []
    }
    private struct State {
        var pages: [String: Page] = [:]
        var answers: [Int] = []
    }
    private let state = Mutex(State())

    func serve(_ page: Page, at path: String) { state.withLock { $0.pages[path] = page } }
    /// The status of each answer so far.
    var answers: [Int] { state.withLock { $0.answers } }

    private func answer(_ request: Request) -> Response {
        state.withLock { state in
            let page = state.pages[request.uri.path] ?? Page(status: .notFound)
            let isKnown = page.headers[.eTag].map { $0 == request.headers[.ifNoneMatch] } ?? false
            let status = isKnown ? .notModified : page.status
            state.answers.append(status.code)
            return Response(
                status: status, headers: page.headers,
                body: isKnown ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
        }
    }

    /// Runs `test` with a server of its own and its address.
    ///
    /// - Returns: the address, where nobody answers any more.
    @discardableResult
    static func with(
        _ test: @Sendable @escaping (BundleServer, String) async throws -> Void
    ) async throws -> String {
        let server = BundleServer()
        let ports = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in server.answer(request) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in ports.continuation.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self, returning: String.self) { group in
            group.addTask { try await application.run() }
            var address = ""
            for await port in ports.stream {
                address = "http://127.0.0.1:\(port)"
                try await test(server, address)
                break
            }
            group.cancelAll()
            return address
        }
    }
}
