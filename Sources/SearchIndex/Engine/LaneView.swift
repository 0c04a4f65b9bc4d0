package import Catalog
package import RegistryCore

/// A lane as of one moment: its segments, and which of their runs are shown under which policy.
package struct LaneView: Sendable {
    /// A shown run: its segment and its place among the segment's runs.
    struct Place: Sendable, Hashable {
        let segment: Int
        let run: Int
    }
    package let lane: Lane
    package let segments: [SegmentView]
    /// How many projects show something.
    let projectCount: Int
    /// By segment and run the number of the project in this view, from 0; -1 for what is not shown.
    let projects: [[Int32]]
    private let places: [ProjectID: [Place]]

    /// Takes time in proportion to the runs.
    package init(lane: Lane, segments: [SegmentView]) {
        self.lane = lane
        self.segments = segments
        var places: [ProjectID: [Place]] = [:]
        var numbers: [ProjectID: Int32] = [:]
        projects = segments.enumerated().map { segment, view in
            view.runs.enumerated().map { index, run in
                guard let project = run?.upload.project else { return -1 }
                places[project, default: []].append(Place(segment: segment, run: index))
                let next = Int32(clamping: numbers.count)
                return numbers[project]
                    ?? {
                        numbers[project] = next; return next
                    }()
            }
        }
        self.places = places
        projectCount = numbers.count
    }

    func places(of project: ProjectID) -> [Place] { places[project] ?? [] }
}

/// One segment with what is shown of it.
package struct SegmentView: Sendable {
    package let segment: Segment
    /// One for each of the segment's runs, in the same order; nil where the run is not shown.
    package let runs: [ShownRun?]

    package init(segment: Segment, runs: [ShownRun?]) {
        self.segment = segment
        self.runs = runs
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
