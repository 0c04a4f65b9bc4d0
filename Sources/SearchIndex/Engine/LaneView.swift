package import Catalog
package import RegistryCore

/// A lane as of one moment: its segments, and which of their runs are shown under which policy.
package struct LaneView: Sendable {
    /// A run: its segment and its place among the segment's runs.
    struct Place: Sendable, Hashable {
        let segment: Int
        let run: Int
    }
    package let lane: Lane
    package let segments: [SegmentView]
    private let index: RunIndex

    /// Takes time in proportion to the runs.
    package init(lane: Lane, segments: [SegmentView]) {
        self.init(lane: lane, segments: segments, RunIndex(segments.map(\.segment)))
    }
    /// - Parameter index: of the same segments.
    init(lane: Lane, segments: [SegmentView], _ index: RunIndex) {
        self.lane = lane
        self.segments = segments
        self.index = index
    }

    /// Projects of the runs, whether or not something of them is shown.
    var projectCount: Int { index.projectCount }
    /// By segment and run the number of the project in this view, from 0.
    var projects: [[Int32]] { index.projects }
    /// The runs of a project, whether or not they are shown.
    func places(of project: ProjectID) -> [Place] { index.places(of: project) }
}

/// One segment with what is shown of it.
package struct SegmentView: Sendable {
    package let segment: Segment
    /// One for each of the segment's runs, in the same order; nil where the run is not shown.
    package private(set) var runs: [ShownRun?]
    /// The same one as long as the same is shown.
    private(set) var identity = Identity()

    final class Identity: Sendable {}

    package init(segment: Segment, runs: [ShownRun?]) {
        self.segment = segment
        self.runs = runs
    }

    mutating func show(_ run: ShownRun?, at place: Int) {
        runs[place] = run
        identity = Identity()
    }
}

/// The documents of one upload in one segment, with what the catalogue says of the upload.
package struct ShownRun: Sendable, Hashable {
    package let upload: UploadKey
    package let revision: Int
    package let sealedAt: Timestamp
    /// That holds now.
    package let policy: PolicyNumber
    /// The position of the first document in the segment.
    package let first: Int
    package let count: Int
    /// Of all of its documents.
    package let words: Int

    package init(
        upload: UploadKey, revision: Int, sealedAt: Timestamp, policy: PolicyNumber, first: Int, count: Int, words: Int
    ) {
        self.upload = upload
        self.revision = revision
        self.sealedAt = sealedAt
        self.policy = policy
        self.first = first
        self.count = count
        self.words = words
    }
    var positions: Range<Int> { first..<(first + count) }
}

/// A lane and what one caller may read of it, at the same moment.
package struct ReadableLane: Sendable {
    package let view: LaneView
    package let readable: Readable

    package init(view: LaneView, readable: Readable) {
        self.view = view
        self.readable = readable
    }
}
