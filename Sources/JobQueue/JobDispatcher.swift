package import RegistryCore

package enum JobDispatchError: Error {
    case unavailable(operation: String, cause: any Error)
}

/// Chooses which jobs run next; holds nothing that cannot be lost, decides no attempts.
///
/// Bands of a queue take turns by weight, projects take turns within a band, jobs of a project go oldest first. A ticket that
/// was handed out is held until it is said how it ended, or until its lease lapses: then it is first in its project's line.
package protocol JobDispatcher: Sendable {
    /// What the dispatcher's memory is called; another name means that it has forgotten everything. Nil for one that asks
    /// the record itself and need not be told.
    func memory() async throws(JobDispatchError) -> String?

    /// Makes jobs known that may run now; a ticket that is known already is dropped.
    func push(_ tickets: [JobTicket]) async throws(JobDispatchError)
    /// Takes up to `limit` tickets, waiting until there is at least one.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits; ``JobDispatchError``.
    func next(_ request: DispatchRequest) async throws -> [DispatchedJob]
    /// Prolongs what is held; returns those that are not any more.
    func extend(_ jobs: [DispatchedJob], lease: Duration) async throws(JobDispatchError) -> Set<JobID>
    /// Lets go of what was held: done, not to be had, or to be asked for again later by `push`.
    func end(_ jobs: [DispatchedJob]) async throws(JobDispatchError)
    /// Puts what was held first in its project's line again.
    func handBack(_ jobs: [DispatchedJob]) async throws(JobDispatchError)
    /// Forgets tickets that wait; those that are held are left alone.
    func forget(_ ids: [JobID]) async throws(JobDispatchError)
    /// Those of `ids` that wait here or are held.
    func known(_ ids: [JobID]) async throws(JobDispatchError) -> Set<JobID>

    func load() async throws(JobDispatchError) -> [JobQueueName: DispatchLoad]
}

/// What a worker asks for.
package struct DispatchRequest: Sendable, Hashable {
    package let worker: WorkerID
    /// Served in this order, each before the next; paused ones are left out by who asks.
    package let queues: [JobQueueName]
    package let limit: Int
    /// How long what is handed out is held without `extend`.
    package let lease: Duration

    package init(worker: WorkerID, queues: [JobQueueName], limit: Int, lease: Duration) {
        self.worker = worker
        self.queues = queues
        self.limit = limit
        self.lease = lease
    }
}

/// A ticket that was handed out.
package struct DispatchedJob: Sendable, Hashable {
    package let ticket: JobTicket
    /// Tells this handing out from every other of the same ticket.
    package let token: Int

    package init(ticket: JobTicket, token: Int) {
        self.ticket = ticket
        self.token = token
    }
}

/// How many jobs may run at a time, over all workers.
package struct DispatchLimits: Sendable, Hashable {
    /// Of one project.
    package var perProject: Int
    /// Of a kind; a kind that is not named has no limit of its own.
    package var perKind: [JobKind: Int]

    package init(perProject: Int = 16, perKind: [JobKind: Int] = [:]) {
        self.perProject = perProject
        self.perKind = perKind
    }
}

/// What a dispatcher has of one queue.
package struct DispatchLoad: Sendable, Hashable {
    package let waiting: Int
    package let held: Int
    /// Projects whose jobs wait because as many as may run do.
    package let parkedProjects: Int

    package init(waiting: Int, held: Int, parkedProjects: Int) {
        self.waiting = waiting
        self.held = held
        self.parkedProjects = parkedProjects
    }
}
