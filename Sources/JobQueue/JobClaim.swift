package import RegistryCore

/// One claim of a job: its fence tells it from every other claim of the same job.
package struct JobClaim: Sendable, Hashable {
    package let id: JobID
    package let fence: Int

    package init(id: JobID, fence: Int) {
        self.id = id
        self.fence = fence
    }
}

/// What a worker says of a job that it holds.
package struct JobHeartbeat: Sendable, Hashable {
    package let claim: JobClaim
    /// Nil leaves what was said before.
    package let progress: JobProgress?

    package init(_ claim: JobClaim, progress: JobProgress? = nil) {
        self.claim = claim
        self.progress = progress
    }
}

/// What the record says to a heartbeat.
package enum JobHold: Sendable, Hashable {
    case held
    /// Held, and asked to stop.
    case cancelRequested
    /// Somebody else has it, or it has ended: stop, and change nothing.
    case lost
}

/// How the attempt under one claim ended.
package struct JobFinish: Sendable, Hashable {
    package let claim: JobClaim
    package let end: JobEnd

    package init(_ claim: JobClaim, as end: JobEnd) {
        self.claim = claim
        self.end = end
    }
}
