internal import Dispatch

/// One line of work for a worker's own business, so that heartbeats do not wait for jobs that compute on every thread of
/// the cooperative pool: a dispatch queue of its own, which the system gives a thread of its own.
///
/// Whatever runs with it as its preferred executor also resumes here; sleeps are its own, because `Task.sleep` resumes by
/// way of the pool.
package final class WorkerThread: TaskExecutor {
    /// Where a worker's own business runs; nil everywhere else, in jobs too.
    ///
    /// A task that is not a child inherits no executor. Whoever begins one inside a call of the record gives it this one,
    /// or a heartbeat waits for the pool after all.
    @TaskLocal package static var preferred: (any TaskExecutor)?

    private let queue = DispatchQueue(label: "vitrine.worker", qos: .userInitiated)

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
    func call(after delay: Duration, _ body: @escaping @Sendable () -> Void) {
        let (seconds, attoseconds) = delay.components
        let nanoseconds = Int(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let wait = nanoseconds.overflow ? Int.max / 2 : nanoseconds.partialValue + Int(attoseconds / 1_000_000_000)
        queue.asyncAfter(deadline: .now() + .nanoseconds(max(0, wait)), execute: body)
    }
}
