internal import Catalog
internal import RegistryCore

/// A segment in a search, with what of it is looked at.
struct SearchedSegment: Sendable {
    /// Of the search's lanes, counted from 0.
    let lane: Int
    /// Of the lane's segments, counted from 0.
    let number: Int
    let view: SegmentView
    /// What the caller may read.
    let readable: DocumentSet
    /// Of these, what the search is about.
    let reach: DocumentSet

    var segment: Segment { view.segment }

    /// All segments of the lanes, whether or not something of them is in reach.
    ///
    /// - Parameter moment: what was sealed later is left out.
    static func all(
        of lanes: [ReadableLane], in extent: SearchRequest.Extent, sealedBy moment: Timestamp? = nil
    ) -> [SearchedSegment] {
        lanes.enumerated().flatMap { index, lane in
            let places: [LaneView.Place]? =
                switch extent {
                case .everything: nil
                case .project(let project): lane.view.places(of: project)
                case .version(let version):
                    lane.view.places(of: version.project).filter { place in
                        lane.view.segments[place.segment].runs[place.run]?.upload.version == version
                    }
                }
            return zip(lane.view.segments, lane.readable.sets).enumerated().map { number, part in
                let (view, readable) = part
                var reach = readable
                if let places {
                    reach = DocumentSet(capacity: view.segment.documentCount)
                    for place in places where place.segment == number {
                        if let run = view.runs[place.run] { reach.insert(run.positions) }
                    }
                    reach.formIntersection(readable)
                }
                if let moment { reach.subtract(0..<view.segment.firstPosition(sealedBy: moment)) }
                return SearchedSegment(lane: index, number: number, view: view, readable: readable, reach: reach)
            }
        }
    }
}

extension Segment {
    /// The run that a position belongs to.
    func run(at position: Int) -> Int {
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].first <= position { low = middle } else { high = middle }
        }
        return low
    }
    /// The first run that was sealed at `moment` or earlier; the number of runs where none was.
    func firstRun(sealedBy moment: Timestamp) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].sealedAt > moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
    func firstPosition(sealedBy moment: Timestamp) -> Int {
        let run = firstRun(sealedBy: moment)
        return run < runs.count ? runs[run].first : documentCount
    }
}
