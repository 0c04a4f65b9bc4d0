internal import Catalog
internal import RegistryCore

/// The runs of some segments by project; what of them is shown plays no part, so that it lasts as long as the segments.
struct RunIndex: Sendable {
    /// By segment and run the number of its project, from 0.
    private(set) var projects: [[Int32]] = []
    private var numbers: [ProjectID: Int32] = [:]
    private var places: [[LaneView.Place]] = []

    init(_ segments: [Segment]) { add(segments) }

    var projectCount: Int { places.count }

    func places(of project: ProjectID) -> [LaneView.Place] { numbers[project].map { places[Int($0)] } ?? [] }

    mutating func add(_ segments: [Segment]) {
        for segment in segments {
            let number = projects.count
            projects.append(
                segment.runs.enumerated().map { index, run in
                    let project = self.number(of: run.upload.project)
                    places[Int(project)].append(LaneView.Place(segment: number, run: index))
                    return project
                })
        }
    }
    private mutating func number(of project: ProjectID) -> Int32 {
        if let known = numbers[project] { return known }
        let next = Int32(clamping: places.count)
        numbers[project] = next
        places.append([])
        return next
    }
}
