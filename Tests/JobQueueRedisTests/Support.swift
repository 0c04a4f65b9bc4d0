import EventReactor
import Foundation
import JobQueue
import JobQueueRedis
import RedisClient
import RegistryCore
import Testing

/// The Redis that `make test` starts: `VITRINE_TEST_REDIS` holds its URL.
enum TestRedis {
    static let url = ProcessInfo.processInfo.environment["VITRINE_TEST_REDIS"]
    static let isAbsent: Comment = "VITRINE_TEST_REDIS is not set: 'make test' starts a server and sets it"
}

/// A client, and what a test asks of Redis beside the dispatcher.
struct Bench: Sendable {
    let client: RedisClient
    let instance: String

    /// - Parameter isShared: whether others use the server too: then what the test left is removed.
    static func with(
        _ url: String, isShared: Bool = false, _ change: (inout RedisConfiguration) -> Void = { _ in },
        body: (Bench) async throws -> Void
    ) async throws {
        var configuration = RedisConfiguration(try RedisAddress(url: url))
        change(&configuration)
        let reactor = try EventReactor()
        let client = RedisClient(configuration, on: reactor)
        defer {
            client.close()
            reactor.stop()
        }
        let bench = Bench(client: client, instance: "test-\(UUID().uuidString)")
        try await body(bench)
        guard isShared else { return }
        let keys = try await bench.keys
        if !keys.isEmpty { _ = try await client.run(RedisCommand("DEL", keys.map { .key($0) })) }
    }

    func dispatcher(_ limits: DispatchLimits = DispatchLimits()) throws -> RedisJobDispatcher {
        try RedisJobDispatcher(client, instance: instance, limits: limits)
    }

    /// All that begin with this instance's prefix.
    var keys: [String] {
        get async throws {
            var (keys, cursor) = (Set<String>(), "0")
            repeat {
                let answer = try await client.run(
                    RedisCommand("SCAN", .text(cursor), "MATCH", .text("vitrine:{\(instance)}:*"), "COUNT", 1000))
                let parts = try #require(answer.elements)
                cursor = try #require(parts[0].text)
                keys.formUnion(try #require(parts[1].elements).compactMap(\.text))
            } while cursor != "0"
            return keys.sorted()
        }
    }
    /// Of the last word of each key.
    var names: [String] {
        get async throws { try await keys.map { String($0.dropFirst("vitrine:{\(instance)}:queue:".count)) } }
    }
    func flush() async throws { _ = try await client.run(RedisCommand("FLUSHALL")) }
    /// A number that `INFO` tells.
    func information(_ section: StaticString, _ name: String) async throws -> Int {
        let text = try await client.run(RedisCommand("INFO", .text("\(section)"))).text ?? ""
        let line = try #require(text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") })
        return try #require(Int(line.dropFirst(name.count + 1).prefix { $0.isNumber }))
    }
}

extension DispatchRequest {
    static func up(to limit: Int, of queues: [JobQueueName] = [.default], lease: Duration = .seconds(60)) -> Self {
        DispatchRequest(worker: WorkerID("test"), queues: queues, limit: limit, lease: lease)
    }
}

/// Builds tickets.
func tickets(
    _ count: Int, of project: String? = "PRJ1", kind: JobKind = "work", queue: JobQueueName = .default,
    priority: JobPriority = .normal
) throws -> [JobTicket] {
    let project = try project.map { try ProjectID(parsing: $0) }
    return (0..<count).map { number in
        JobTicket(
            id: JobID(lane: Lane(number % 64), id: RandomID()), kind: kind, queue: queue, priority: priority,
            project: project, due: Timestamp(milliseconds: 1_795_000_000_000 + Int64(number)))
    }
}

/// The error that `body` must throw.
func refusal(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> RedisError? {
    do {
        try await body()
        Issue.record("no error was thrown", sourceLocation: sourceLocation)
    } catch JobDispatchError.unavailable(_, let cause) {
        return cause as? RedisError
    } catch {
        Issue.record("another error was thrown: \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
