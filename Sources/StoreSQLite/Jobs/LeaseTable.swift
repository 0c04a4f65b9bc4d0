internal import RegistryCore
internal import Synchronization

/// Until when each executing job is claimed; in memory, so that a start takes back everything.
///
/// One process owns the file. Claims and ends change this table within their transaction; heartbeats touch nothing else.
final class LeaseTable: Sendable {
    private struct Lease {
        let fence: Int
        var until: Timestamp
    }
    private let leases = Mutex<[JobID: Lease]>([:])

    func grant(_ job: JobID, fence: Int, until: Timestamp) {
        leases.withLock { $0[job] = Lease(fence: fence, until: until) }
    }
    /// Returns false when the claim with this fence is lost.
    func prolong(_ job: JobID, fence: Int, until: Timestamp) -> Bool {
        leases.withLock { leases in
            guard leases[job]?.fence == fence else { return false }
            leases[job]?.until = until
            return true
        }
    }
    func end(_ job: JobID, fence: Int) {
        leases.withLock { leases in
            if leases[job]?.fence == fence { leases[job] = nil }
        }
    }
    /// Whether nobody holds `job` any more.
    func hasLapsed(_ job: JobID, at now: Timestamp) -> Bool {
        leases.withLock { leases in leases[job].map { $0.until <= now } ?? true }
    }
}
