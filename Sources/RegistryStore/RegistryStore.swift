package import Catalog
package import JobQueue
package import RegistryCore
package import SearchIndex

/// Changes that happen together, all in one lane: a transaction as a value.
package struct ChangeSet: Sendable {
    package let lane: Lane
    /// In the order of application.
    package var catalog: [CatalogChange] = []
    package var index: [IndexChange] = []
    package var jobs: [JobChange] = []

    package init(lane: Lane) { self.lane = lane }
    package var isEmpty: Bool { catalog.isEmpty && index.isEmpty && jobs.isEmpty }
}

package enum StoreError: Error {
    /// Something the set relied on is no longer true: read again, decide again.
    case conflict(expected: String)
    /// The disk is full: nothing was written.
    case noSpace
    case unavailable(operation: String, cause: any Error)
}

/// A number handed out once; gaps are allowed.
package enum ReservedNumber: Sendable, Hashable {
    /// The next project of a sequence, from 1.
    case project(prefix: String)
    /// The next version of a project, from 1; the project exists or is about to.
    case version(ProjectID)
    /// The next policy of a lane, from 1 (0 is the instance's).
    case policy(Lane)
}

/// Rows written ahead of the commit that makes them count, in slices; nobody reads them before.
package enum StagedRows: Sendable {
    /// The declared files, before the commit that starts their upload.
    case files([FileRecord])
    /// The tags and sizes that the completion saw, by path; only while the upload is `uploading`.
    case seals([FileSeal])
    /// Where the bytes are and what they are, by path; only under the current fence.
    case placements([FileRecord])
    /// Documents under the current fence.
    case documents([StagedDocument])

    /// How many rows a slice may hold to stay under 50 ms (design section 1).
    package static let sliceLimit = 250
}

package struct FileSeal: Sendable, Hashable {
    package let path: ArtifactPath
    package let tag: String
    package let size: Int64

    package init(path: ArtifactPath, tag: String, size: Int64) {
        self.path = path
        self.tag = tag
        self.size = size
    }
}

/// The one place where catalogue, index and job rows change in one transaction.
package protocol RegistryStore: Sendable {
    var lanes: LaneCount { get }
    var catalog: any Catalog { get }
    var index: any SearchIndex { get }
    /// The rows of the chunked engine; nil where the store has another one.
    var segments: (any SegmentStore)? { get }
    var jobs: any JobQueue { get }

    /// Applies all of `changes` in order, or none of them; on return they survive a power cut.
    ///
    /// Catalogue changes are applied first, then the index's, then the jobs'.
    /// - Throws: `.conflict` when something the set relied on is no longer true: read again, decide again.
    func commit(_ changes: ChangeSet) async throws(StoreError)

    func reserve(_ number: ReservedNumber) async throws(StoreError) -> Int

    /// Writes one slice of at most `StagedRows.sliceLimit` rows; repeated, it replaces what it wrote.
    ///
    /// - Throws: `.conflict` when the upload is not in the state, or not under the fence, that the rows need.
    func stage(_ rows: StagedRows, of upload: UploadKey, fence: Int) async throws(StoreError)

    /// Removes rows of files and documents of an upload that shows nothing any more, at most a slice; returns how many.
    func unstage(_ upload: UploadKey, limit: Int) async throws(StoreError) -> Int

    /// Removes staged rows whose upload was never started, or whose fence was lost, written before `moment`, and scrolls
    /// that expired before it.
    func sweep(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int
}

extension RegistryStore {
    /// Reads, decides in pure code and commits; decides again when another writer was first.
    ///
    /// - Returns: the facts that the committed decision was made on.
    /// - Throws: what reading and deciding throw; `.busy` after the last attempt.
    @discardableResult
    package func commit<Facts: Sendable>(
        attempts: Int = 25, _ facts: () async throws -> Facts, deciding decide: (Facts) throws -> ChangeSet
    ) async throws -> Facts {
        var lost: StoreError?
        for attempt in 0..<attempts {
            let seen = try await facts()
            let changes = try decide(seen)
            if changes.isEmpty { return seen }
            do throws(StoreError) {
                try await commit(changes)
                return seen
            } catch {
                guard case .conflict = error else { throw error }
                lost = error
            }
            // Writers that met once should not meet again at once.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...(1 << min(attempt, 6)))))
        }
        throw RegistryError(
            .busy, "the version is being changed by others; try again", retryAfter: 1, cause: lost)
    }
}
