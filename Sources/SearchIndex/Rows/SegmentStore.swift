package import Catalog
package import RegistryCore

/// The rows behind the chunked engine: what is shown in a lane, and the stored segments, as bytes by key.
///
/// It holds no logic and knows no query; a driver answers from rows of the catalogue's own database. Segments never
/// change, so that their parts may be kept by whoever has read them; what a lane shows moves on with its generation.
package protocol SegmentStore: Sendable {
    var lanes: LaneCount { get }

    /// The document of `artifact` in the upload that its version serves; nil also for one the caller may not read.
    func document(_ artifact: ArtifactID, readableBy caller: Identity) async throws -> ArtifactDocument?

    /// All published documents.
    func documentCount() async throws -> Int

    /// The generation of each lane, or of one, at this moment: of every commit that has been acknowledged.
    ///
    /// It has moved whenever what is shown, or who may read it, or the list of segments has.
    func generations(in lane: Lane?) async throws -> [Lane: Int]

    /// All that is shown in a lane, at one moment.
    func shown(in lane: Lane) async throws -> ShownLane

    /// What has changed in a lane after a generation, at one moment; nil when that is too long ago to be known.
    func changes(in lane: Lane, after generation: Int) async throws -> ShownChanges?

    /// The parts that are there, by one statement per lane; one that is missing belongs to a segment that was retired.
    func parts(_ keys: [SegmentPartKey]) async throws -> [SegmentPartKey: [UInt8]]

    /// The documents of one upload as they were published, by path; without a policy.
    ///
    /// - Returns: at most `limit` (1 to 500) after `path`, by the path's bytes, and of at most 8 MiB unless the first alone is larger; fewer than
    ///   all when the upload's rows have been removed meanwhile.
    func documents(
        of upload: ShownUpload, after path: ArtifactPath?, limit: Int
    ) async throws -> [ArtifactDocument]

    /// Single documents of shown uploads, in the order of the keys; nil where the row has been removed meanwhile.
    ///
    /// - Parameter bytes: of documents that are read at once: where they are more, those of the first keys come, that of the
    ///   very first in any case.
    func documents(_ keys: [ShownDocumentKey], upTo bytes: Int) async throws -> [ArtifactDocument?]

    /// Writes parts of a segment that nobody can see until a commit adds it; repeated, it replaces them.
    ///
    /// - Parameter parts: of at most 4 MiB in all.
    /// - Throws: `.conflict` for a segment that a commit has added.
    func write(_ parts: [Int: [UInt8]], of segment: SegmentID, in lane: Lane, at moment: Timestamp) async throws

    /// Removes parts of segments that were retired, or written and never added, before a moment: at most `limit` rows.
    ///
    /// - Returns: how many.
    func sweepSegments(before moment: Timestamp, limit: Int) async throws -> Int
}

/// A segment's name, unique in its lane for ever: of its maker's own choice.
package struct SegmentID: RawRepresentable, Sendable, Hashable, Comparable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

package struct SegmentPartKey: Sendable, Hashable {
    package let lane: Lane
    package let segment: SegmentID
    /// From 0, the header.
    package let part: Int

    package init(lane: Lane, segment: SegmentID, part: Int) {
        self.lane = lane
        self.segment = segment
        self.part = part
    }
}

/// A segment that belongs to what a lane's readers see.
package struct SegmentRecord: Sendable, Hashable {
    package let id: SegmentID
    package let documents: Int
    package let parts: Int
    /// Of all parts.
    package let bytes: Int

    package init(id: SegmentID, documents: Int, parts: Int, bytes: Int) {
        self.id = id
        self.documents = documents
        self.parts = parts
        self.bytes = bytes
    }
}

/// The upload that a version serves, with what the catalogue says of it.
package struct ShownUpload: Sendable, Hashable {
    package let key: UploadKey
    /// The fence under which its documents were published.
    package let fence: Int
    package let revision: Int
    package let sealedAt: Timestamp
    package let indexedAt: Timestamp
    /// More than 0.
    package let documents: Int
    /// That holds now: the version's, else the project's, else the instance's.
    package let policy: PolicyNumber
    package let expiryJob: JobID?
    package let endDate: Timestamp?

    package init(
        key: UploadKey, fence: Int, revision: Int, sealedAt: Timestamp, indexedAt: Timestamp, documents: Int,
        policy: PolicyNumber, expiryJob: JobID?, endDate: Timestamp?
    ) {
        self.key = key
        self.fence = fence
        self.revision = revision
        self.sealedAt = sealedAt
        self.indexedAt = indexedAt
        self.documents = documents
        self.policy = policy
        self.expiryJob = expiryJob
        self.endDate = endDate
    }
}

package struct ShownDocumentKey: Sendable, Hashable {
    package let upload: ShownUpload
    package let path: ArtifactPath

    package init(upload: ShownUpload, path: ArtifactPath) {
        self.upload = upload
        self.path = path
    }
}

/// All that is shown in one lane at one moment.
package struct ShownLane: Sendable {
    package let generation: Int
    package let segments: [SegmentRecord]
    package let uploads: [ShownUpload]
    package let policies: [PolicyNumber: PolicyRecord]

    package init(
        generation: Int, segments: [SegmentRecord], uploads: [ShownUpload], policies: [PolicyNumber: PolicyRecord]
    ) {
        self.generation = generation
        self.segments = segments
        self.uploads = uploads
        self.policies = policies
    }
}

/// What is different in a lane since a generation.
package struct ShownChanges: Sendable {
    package let generation: Int
    /// All of them, since they are few.
    package let segments: [SegmentRecord]
    /// Versions that may have changed, each with what it shows now.
    package let versions: [VersionKey: ShownUpload?]
    /// Policies that may have changed, each as it is now.
    package let policies: [PolicyNumber: PolicyRecord?]

    package init(
        generation: Int, segments: [SegmentRecord], versions: [VersionKey: ShownUpload?],
        policies: [PolicyNumber: PolicyRecord?]
    ) {
        self.generation = generation
        self.segments = segments
        self.versions = versions
        self.policies = policies
    }
}
