internal import PostgresClient
internal import Synchronization

/// Asks a replica for what never changes, while there is one that answers; what it lacks or cannot say the primary is
/// asked for.
///
/// What is shown, and who may read it, is never asked of it: a client that completed a version finds it, and nobody is
/// shown by a policy that no longer holds.
final class ReplicaReads: Sendable {
    /// How long a replica that was away is left alone; then one question asks it again.
    private static let pause = Duration.seconds(10)

    private let replica: PostgresClient?
    /// Until when the replica is away; nil while it answers.
    private let awayUntil = Mutex<ContinuousClock.Instant?>(nil)

    init(_ replica: PostgresClient?) { self.replica = replica }

    /// What the replica answers, however far it is behind; nil when there is none, or it is away, or took its snapshot
    /// back for the sake of its recovery.
    func ask<Value: Sendable>(_ read: (PostgresClient) async throws -> Value) async throws -> Value? {
        guard let replica, mayAsk() else { return nil }
        do {
            let found = try await read(replica)
            awayUntil.withLock { $0 = nil }
            return found
        } catch let error as PostgresError where error.kind != .cancelled {
            if [.unavailable, .connectionLost, .refused, .timeout].contains(error.kind) {
                awayUntil.withLock { $0 = .now + Self.pause }
            }
            return nil
        }
    }

    /// Of a replica that is away, one question in each pause learns whether it is back.
    private func mayAsk() -> Bool {
        awayUntil.withLock { until in
            guard let end = until else { return true }
            guard ContinuousClock.now >= end else { return false }
            until = .now + Self.pause
            return true
        }
    }
}
