import Foundation
import Glibc
import PostgresClient
import Synchronization
import Testing

/// Which numbers were acknowledged, and which were definitely not written.
final class Books: Sendable {
    private struct State {
        var committed: Set<Int> = []
        var refused: Set<Int> = []
        var isOver = false
    }
    private let state = Mutex(State())

    var committed: Set<Int> { state.withLock { $0.committed } }
    var refused: Set<Int> { state.withLock { $0.refused } }
    var isOver: Bool { state.withLock { $0.isOver } }
    func end() { state.withLock { $0.isOver = true } }

    func write(_ number: Int, to client: PostgresClient, onLease: Bool) async {
        let insert = PostgresStatement("INSERT INTO kept (n) VALUES ($1)", [.int(number)])
        do {
            if onLease {
                _ = try await client.transaction { try await $0.run(insert) }
            } else {
                _ = try await client.write([insert])
            }
            state.withLock { _ = $0.committed.insert(number) }
        } catch let error as PostgresError where error.kind == .connectionLost {
            // It may have been written, or not.
        } catch {
            state.withLock { _ = $0.refused.insert(number) }
        }
    }
}

/// Something that happens once.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }
    func raise() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

/// Counts what several tasks do.
final class Tally: Sendable {
    private let state = Mutex(0)
    var count: Int { state.withLock { $0 } }

    @discardableResult
    func step() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}

/// A port that takes connections and never says a word.
final class SilentPort: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, length) = (descriptor, size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) | listen(descriptor, 8) | getsockname(descriptor, address, &size)
            }
        }
        try #require(status == 0)
        port = UInt16(bigEndian: address.sin_port)
    }
    deinit { close(descriptor) }
}
