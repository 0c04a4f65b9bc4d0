import EventReactor
import Foundation
import RedisClient
import Synchronization
import Testing

/// The Redis that `make test` starts: `VITRINE_TEST_REDIS` holds its URL.
enum TestRedis {
    static let url = ProcessInfo.processInfo.environment["VITRINE_TEST_REDIS"]
    static let isAbsent: Comment = "VITRINE_TEST_REDIS is not set: 'make test' starts a server and sets it"
}

/// A reactor and a client of a test, ended with it.
func withClient(
    _ url: String, _ change: (inout RedisConfiguration) -> Void = { _ in }, body: (RedisClient) async throws -> Void
) async throws {
    var configuration = RedisConfiguration(try RedisAddress(url: url))
    change(&configuration)
    let reactor = try EventReactor()
    let client = RedisClient(configuration, on: reactor)
    defer {
        client.close()
        reactor.stop()
    }
    try await body(client)
}

/// On the server that all tests share.
func withSharedClient(
    _ change: (inout RedisConfiguration) -> Void = { _ in },
    body: (_ client: RedisClient, _ prefix: String) async throws -> Void
) async throws {
    let prefix = "test:\(UUID().uuidString):"
    let url = try #require(TestRedis.url)
    try await withClient(
        url,
        {
            $0.name = prefix
            change(&$0)
        }
    ) { client in try await body(client, prefix) }
}

/// How the client answers `body`, which must fail.
@discardableResult
func failure(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws(RedisError) -> Void
) async -> RedisError? {
    do {
        try await body()
        Issue.record("no error was thrown", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error
    }
}

/// What many tasks have seen.
final class Tally<Element: Sendable>: Sendable {
    private let state = Mutex<[Element]>([])
    var elements: [Element] { state.withLock { $0 } }
    func add(_ element: Element) { state.withLock { $0.append(element) } }
}
