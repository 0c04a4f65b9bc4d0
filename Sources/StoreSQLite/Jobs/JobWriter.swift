internal import GRDB
internal import JobQueue
internal import RegistryCore
internal import RegistryStore

/// Applies the jobs' changes of one commit within its transaction.
struct JobWriter {
    let db: Database
    let lane: Lane
    let now: Timestamp

    func apply(_ change: JobChange) throws {
        switch change {
        case .enqueue(let job):
            do {
                try db.change(JobQueries.enqueue, job.arguments)
            } catch DatabaseError.SQLITE_CONSTRAINT {
                throw StoreError.conflict(expected: "no job \(job.id)")
            }
        case .cancel(let id):
            try db.change(JobQueries.cancel, id.arguments + ["now": now.milliseconds])
        case .requestCancel(let id):
            try db.change(JobQueries.cancel, id.arguments + ["now": now.milliseconds])
            try db.change(JobQueries.requestCancel, id.arguments)
        case .rerun(let id, let due):
            let row = try db.first(JobQueries.standing, id.arguments)
            guard let row, try (row.word("state") as JobState).isFinal else {
                throw StoreError.conflict(expected: "job \(id) to be finished")
            }
            // Another one waits to do the same.
            if row.flag("taken") { return }
            let state: JobState = due > now ? .scheduled : .available
            try db.change(
                JobQueries.rerun, id.arguments + ["state": state.rawValue, "due": due.milliseconds])
        case .advance(let schedule, let from, let to):
            let place: StoredArguments = ["lane": lane.number, "name": schedule, "to": to.milliseconds]
            let isMoved =
                if let from {
                    try db.change(WorkerQueries.advance, place + ["from": from.milliseconds]) == 1
                } else {
                    try db.change(WorkerQueries.begin, place) == 1
                }
            guard isMoved else {
                throw StoreError.conflict(
                    expected: "schedule \(schedule) to be at \(from.map(String.init(describing:)) ?? "its beginning")")
            }
        }
    }
}
