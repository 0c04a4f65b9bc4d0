internal import GRDB
internal import RegistryCore
internal import RegistryStore

/// Moves a lane's generation and says why, at the end of a commit that touched what the lane shows.
struct IndexLogWriter {
    let db: Database
    let lane: Lane
    let now: Timestamp

    func write(_ touches: IndexTouches) throws {
        if touches.isEmpty { return }
        let lane: StoredArguments = ["lane": lane.number]
        let previous = try db.number(IndexLogQueries.generation, lane)
        let moved = lane + ["gen": max(previous + 1, Int(now.milliseconds)), "previous": previous]
        try db.change(IndexLogQueries.setGeneration, moved)
        for (number, touch) in touches.all.enumerated() {
            try db.change(IndexLogQueries.insert, moved + touch.arguments + ["number": number])
        }
    }
}
