internal import RegistryCore

/// One band of one queue: whose turn it is among its projects.
///
/// A ring is a heap by turn, one for each limited kind and one for all other kinds, so that a kind whose limit is reached is
/// passed over whole. A project has one turn in all rings; entries with an older one are brought up to date when they come up.
struct TurnBand {
    struct Entry: Comparable {
        let turn: Int
        let project: ProjectID?

        static func < (left: Entry, right: Entry) -> Bool { left.turn < right.turn }
        static func == (left: Entry, right: Entry) -> Bool { left.turn == right.turn }
    }
    /// Who would be served next, and of which ring.
    struct Candidate {
        let project: ProjectID?
        let ring: JobKind?
        fileprivate let turn: Int
        fileprivate let place: ProjectLine.Place
    }

    private(set) var lines: [ProjectID?: ProjectLine] = [:]
    private var rings: [JobKind?: OrderedHeap<Entry>] = [:]
    private var lastTurn = 0

    /// Adds a ticket's place; a project that had nothing waits for one turn of each other.
    mutating func insert(_ place: ProjectLine.Place, of project: ProjectID?, in ring: JobKind?) {
        var line = lines.removeValue(forKey: project) ?? ProjectLine(turn: 0)
        if line.waiting == 0 {
            lastTurn += 1
            line.turn = lastTurn
        }
        line.waiting += 1
        line.places[ring, default: OrderedHeap()].insert(place)
        if line.listings[ring] == nil {
            line.listings[ring] = .listed
            rings[ring, default: OrderedHeap()].insert(Entry(turn: line.turn, project: project))
        }
        lines[project] = line
    }

    /// One of the project's places no longer counts: the caller's `isCurrent` says so from now on.
    mutating func forget(of project: ProjectID?, in ring: JobKind?, isCurrent: (ProjectLine.Place) -> Bool) {
        lines[project]?.waiting -= 1
        guard let line = lines[project], let places = line.places[ring] else { return }
        // Places without a ticket go when they come up; this keeps them from becoming most of the line.
        if places.count > 64, places.count > 2 * line.waiting {
            lines[project]?.places[ring]?.removeAll { !isCurrent($0) }
        }
    }

    /// The project whose turn it is, among rings that `isOpen` and projects that do not run as many as they may.
    mutating func candidate(
        isOpen: (JobKind) -> Bool, isFull: (ProjectID?) -> Bool, isCurrent: (ProjectLine.Place) -> Bool
    ) -> Candidate? {
        var best: Candidate?
        for ring in rings.keys where ring.map(isOpen) ?? true {
            guard let found = first(of: ring, isFull: isFull, isCurrent: isCurrent) else { continue }
            if best.map({ (found.turn, found.place) < ($0.turn, $0.place) }) ?? true { best = found }
        }
        return best
    }

    /// Takes the candidate's oldest ticket and moves its project behind all others.
    mutating func take(_ candidate: Candidate) -> JobID? {
        guard var line = lines.removeValue(forKey: candidate.project) else { return nil }
        let place = line.places[candidate.ring]?.removeFirst()
        rings[candidate.ring]?.removeFirst()
        lastTurn += 1
        line.turn = lastTurn
        line.waiting -= 1
        rings[candidate.ring]?.insert(Entry(turn: lastTurn, project: candidate.project))
        lines[candidate.project] = line
        return place?.id
    }

    /// Lists a project again that was parked; it comes when it would have come.
    mutating func unpark(_ project: ProjectID?) {
        guard var line = lines.removeValue(forKey: project) else { return }
        for (ring, listing) in line.listings where listing == .parked {
            line.listings[ring] = .listed
            rings[ring, default: OrderedHeap()].insert(Entry(turn: line.turn, project: project))
        }
        lines[project] = line
    }

    /// Brings a ring's head up to date and returns it.
    private mutating func first(
        of ring: JobKind?, isFull: (ProjectID?) -> Bool, isCurrent: (ProjectLine.Place) -> Bool
    ) -> Candidate? {
        while let entry = rings[ring]?.first {
            let project = entry.project
            guard let turn = lines[project]?.turn else {
                rings[ring]?.removeFirst()
                continue
            }
            while let place = lines[project]?.places[ring]?.first, !isCurrent(place) {
                lines[project]?.places[ring]?.removeFirst()
            }
            if let place = lines[project]?.places[ring]?.first {
                if isFull(project) {
                    rings[ring]?.removeFirst()
                    lines[project]?.listings[ring] = .parked
                } else if entry.turn < turn {
                    rings[ring]?.removeFirst()
                    rings[ring]?.insert(Entry(turn: turn, project: project))
                } else {
                    return Candidate(project: project, ring: ring, turn: turn, place: place)
                }
            } else {
                rings[ring]?.removeFirst()
                unlist(project, from: ring)
            }
        }
        return nil
    }

    private mutating func unlist(_ project: ProjectID?, from ring: JobKind?) {
        lines[project]?.listings[ring] = nil
        lines[project]?.places[ring] = nil
        if lines[project]?.listings.isEmpty ?? false { lines[project] = nil }
    }
}
