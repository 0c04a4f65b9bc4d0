internal import PostgresClient
internal import RegistryCore
internal import RegistryStore
internal import Synchronization

/// Decides where a search is read: on the replica when it has everything that the primary had at that moment, else on
/// the primary.
///
/// What counts is each lane's row: every commit that changes what searches show moves its event position or its policy
/// generation (``CatalogWriter/finish(_:in:)``). So a client that completed a version finds it, and nobody is shown by a
/// policy that no longer holds.
final class ReplicaReads: Sendable {
    /// How long a replica that was away is left alone; then one search asks it again.
    private static let pause = Duration.seconds(10)

    private let primary: Leases
    private let replica: Leases?
    /// Until when the replica is away; nil while it answers.
    private let awayUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// A server, and the turns of long searches on it: half of its leases are for what is short.
    private struct Leases {
        let client: PostgresClient
        let gate: SearchGate

        init(_ client: PostgresClient) {
            self.client = client
            gate = SearchGate(width: client.configuration.leases / 2)
        }

        func transaction<Value: Sendable>(
            isLong: Bool, _ read: (PostgresLease) async throws -> Value
        ) async throws -> Value {
            guard isLong else { return try await client.transaction(.repeatableRead, read) }
            return try await gate.pass { try await client.transaction(.repeatableRead, read) }
        }
    }

    init(primary: PostgresClient, replica: PostgresClient?) {
        self.primary = Leases(primary)
        self.replica = replica.map { Leases($0) }
    }

    /// Runs `read` in a transaction of one moment.
    ///
    /// - Parameters:
    ///   - lane: the one that the search looks at; nil for all of them.
    ///   - isLong: whether it may hold its lease for seconds.
    func search<Value: Sendable>(
        in lane: Lane?, isLong: Bool, _ read: (PostgresLease) async throws -> Value
    ) async throws -> Value {
        if let replica, mayAsk(), let found = try await search(in: lane, isLong: isLong, on: replica, read) {
            return found
        }
        return try await primary.transaction(isLong: isLong, read)
    }

    /// Nil when the replica is behind, or away, or took its snapshot back for the sake of its recovery.
    private func search<Value: Sendable>(
        in lane: Lane?, isLong: Bool, on replica: Leases, _ read: (PostgresLease) async throws -> Value
    ) async throws -> Value? {
        let question =
            lane.map { PostgresStatement(HeadQueries.ofLane, binding: ["lane": $0.number]) }
            ?? PostgresStatement(HeadQueries.all)
        let needed = try await primary.client.read(question)
        do {
            let found: Value? = try await replica.transaction(isLong: isLong) { lease in
                guard Self.heads(try await lease.run(question), reach: Self.heads(needed)) else { return nil }
                return try await read(lease)
            }
            awayUntil.withLock { $0 = nil }
            return found
        } catch let error as PostgresError where error.kind != .cancelled {
            if [.unavailable, .connectionLost, .refused, .timeout].contains(error.kind) {
                awayUntil.withLock { $0 = .now + Self.pause }
            }
            return nil
        }
    }

    /// Of a replica that is away, one search in each pause learns whether it is back.
    private func mayAsk() -> Bool {
        awayUntil.withLock { until in
            guard let end = until else { return true }
            guard ContinuousClock.now >= end else { return false }
            until = .now + Self.pause
            return true
        }
    }

    private typealias Heads = [Int: (events: Int, policies: Int)]

    private static func heads(_ rows: PostgresRows) -> Heads {
        rows.reduce(into: [:]) { heads, row in
            heads[row.number("lane")] = (row.number("event_seq"), row.number("policy_gen"))
        }
    }
    private static func heads(_ rows: PostgresRows, reach needed: Heads) -> Bool {
        let reached = heads(rows)
        return needed.allSatisfy { lane, head in
            guard let there = reached[lane] else { return false }
            return there.events >= head.events && there.policies >= head.policies
        }
    }
}
