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
        }
    }
}
