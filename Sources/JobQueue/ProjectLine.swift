internal import RegistryCore

/// The waiting tickets of one project in one band of one queue, apart by kinds that have a limit of their own.
struct ProjectLine {
    /// A ticket's place: what was given back goes first, then the oldest.
    struct Place: Comparable {
        let isFirst: Bool
        let due: Timestamp
        /// Tells this placing of the ticket from earlier ones.
        let number: Int
        let id: JobID

        static func < (left: Place, right: Place) -> Bool {
            if left.isFirst != right.isFirst { return left.isFirst }
            return (left.due, left.number) < (right.due, right.number)
        }
        static func == (left: Place, right: Place) -> Bool { left.number == right.number }
    }
    /// Where the tickets of one limited kind, or of all others (`nil`), are asked for.
    enum Listing {
        /// In the ring of its kind.
        case listed
        /// Nowhere, until the project runs less.
        case parked
    }

    /// Counts the turns of the band: the project that was served longest ago has the least.
    var turn: Int
    var places: [JobKind?: OrderedHeap<Place>] = [:]
    var listings: [JobKind?: Listing] = [:]
    /// Tickets that wait, without those that were forgotten and still have a place.
    var waiting = 0

    init(turn: Int) { self.turn = turn }
}
