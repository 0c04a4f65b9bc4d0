internal import JobQueue
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// Turns the jobs' changes of one commit into statements.
struct JobWriter {
    let now: Timestamp

    func apply(_ change: JobChange, to pipeline: inout Pipeline) {
        switch change {
        case .enqueue(let job):
            pipeline.add(JobQueries.enqueue, job.arguments, expecting: "no job \(job.id)")
        case .cancel(let id):
            pipeline.add(JobQueries.cancel, id.arguments + ["now": now.milliseconds])
        case .requestCancel(let id):
            pipeline.add(JobQueries.requestCancel, id.arguments + ["now": now.milliseconds])
        case .rerun(let id, let due):
            let expectation = "job \(id) to be finished"
            let state: JobState = due > now ? .scheduled : .available
            pipeline.add(JobQueries.hold, id.arguments)
            pipeline.add(JobQueries.isFinished, id.arguments, expecting: expectation)
            pipeline.add(JobQueries.holdTaker, id.arguments)
            // Nothing where another one waits to do the same.
            pipeline.add(
                JobQueries.rerun, id.arguments + ["state": state.rawValue, "due": due.milliseconds],
                expecting: expectation)
        case .advance(let schedule, let from, let to):
            let expectation = "schedule \(schedule) where it was"
            let ticks: StoredArguments = [
                "name": schedule, "from": from?.milliseconds, "to": to.milliseconds,
            ]
            if from == nil {
                // Where it has ticked already its key is taken.
                pipeline.add(WorkerQueries.begin, ticks, expecting: expectation)
            } else {
                pipeline.add(WorkerQueries.holdSchedule, ticks)
                pipeline.add(WorkerQueries.isSchedule, ticks, expecting: expectation)
                pipeline.add(WorkerQueries.advance, ticks)
            }
        }
    }
}
