package import RegistryCore

/// Which jobs are asked for; what is nil or empty restricts nothing.
package struct JobFilter: Sendable, Hashable {
    package var states: Set<JobState> = []
    package var kind: JobKind?
    package var queue: JobQueueName?
    package var project: ProjectID?
    package var version: VersionID?
    package var parent: JobID?
    package var tag: String?
    package init() {}
}

/// A place in a list of jobs, newest first.
package struct JobPlace: Sendable, Hashable {
    package let createdAt: Timestamp
    package let id: JobID

    package init(createdAt: Timestamp, id: JobID) {
        self.createdAt = createdAt
        self.id = id
    }
}

/// A place in the list of waiting jobs, oldest due first; jobs due at one moment go by lane and id.
package struct DuePlace: Sendable, Hashable {
    package let due: Timestamp
    package let id: JobID

    package init(due: Timestamp, id: JobID) {
        self.due = due
        self.id = id
    }
    package init(_ ticket: JobTicket) { self.init(due: ticket.due, id: ticket.id) }
}

/// A project's place in the turns that projects take: by lane, then by the bytes of its name, jobs without a project first.
package struct TurnPlace: Sendable, Hashable {
    package let lane: Lane
    package let project: ProjectID?

    package init(lane: Lane, project: ProjectID?) {
        self.lane = lane
        self.project = project
    }
}

/// Which jobs may begin now, asked of the record itself by a dispatcher that has no memory of its own.
package struct TurnRequest: Sendable, Hashable {
    package let queue: JobQueueName
    package let priority: JobPriority
    /// Nil begins at the first project.
    package let after: TurnPlace?
    /// Projects at most.
    package let projects: Int
    /// Jobs of each project at most, oldest due first.
    package let jobsOfEach: Int
    /// Projects that have this many jobs executing are passed over.
    package let runningLimit: Int

    package init(
        queue: JobQueueName, priority: JobPriority, after: TurnPlace?, projects: Int, jobsOfEach: Int,
        runningLimit: Int
    ) {
        self.queue = queue
        self.priority = priority
        self.after = after
        self.projects = projects
        self.jobsOfEach = jobsOfEach
        self.runningLimit = runningLimit
    }
}
