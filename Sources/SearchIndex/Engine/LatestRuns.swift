/// Keeps, per project, the matches of the highest revision that has one.
enum LatestRuns {
    /// - Parameter matches: one set per segment.
    static func keep(
        in matches: inout [DocumentSet], of segments: [SearchedSegment], _ lanes: [ReadableLane]
    ) {
        // A project is in one lane.
        var latest = lanes.map { [Int](repeating: -1, count: $0.view.projectCount) }
        for (index, searched) in segments.enumerated() {
            forEachRun(with: matches[index], searched, lanes) { project, revision, _ in
                latest[searched.lane][project] = max(latest[searched.lane][project], revision)
            }
        }
        for (index, searched) in segments.enumerated() {
            var kept = matches[index]
            forEachRun(with: matches[index], searched, lanes) { project, revision, positions in
                if revision < latest[searched.lane][project] { kept.subtract(positions) }
            }
            matches[index] = kept
        }
    }

    private static func forEachRun(
        with matches: DocumentSet, _ searched: SearchedSegment, _ lanes: [ReadableLane],
        _ body: (_ project: Int, _ revision: Int, Range<Int>) -> Void
    ) {
        let projects = lanes[searched.lane].view.projects[searched.number]
        var next = matches.first(from: 0)
        while let position = next {
            let index = searched.segment.run(at: position)
            let positions = searched.segment.runs[index].positions
            if let run = searched.view.runs[index] {
                body(Int(projects[index]), run.revision, positions)
            }
            next = matches.first(from: max(positions.upperBound, position + 1))
        }
    }
}
