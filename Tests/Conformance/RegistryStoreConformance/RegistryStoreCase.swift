package import RegistryStore
internal import Testing

/// One promise of the seams `RegistryStore`, `Catalog`, `SearchIndex` and `JobQueue`, checked on a store that is new.
///
/// State is made through `commit`, `stage` and `reserve` alone. Every driver runs all of them with 1 and with 8 lanes.
package struct RegistryStoreCase: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    package let check: @Sendable (any RegistryStore) async throws -> Void

    package init(_ testDescription: String, check: @escaping @Sendable (any RegistryStore) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    package static let all: [RegistryStoreCase] =
        commits + guards + uploads + staging + reservations + catalogue + policies + readability + rejects + events
        + scrolls
        + publication + documents + searches + searchCosts + jobs

    /// The job record's.
    private static let jobs: [RegistryStoreCase] =
        enqueueing + claims + batches + endings + cancels + reruns + turns + listings + dueJobs + lines + workers
        + leases + schedules + upkeep
}
