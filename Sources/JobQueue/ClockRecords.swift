package import RegistryCore

/// Who does what only one process at a time should do, and until when: a row, so that no cache's loss frees it.
package struct LeaseRecord: Sendable, Hashable {
    package let name: String
    package let owner: String
    package let until: Timestamp
    /// Counts every change of owner.
    package let fence: Int

    package init(name: String, owner: String, until: Timestamp, fence: Int) {
        self.name = name
        self.owner = owner
        self.until = until
        self.fence = fence
    }
}

/// How far a schedule's ticks have been turned into jobs.
package struct ScheduleRecord: Sendable, Hashable {
    package let name: String
    /// The last tick that was dealt with, whether it became a job or was passed over.
    package let lastTick: Timestamp

    package init(name: String, lastTick: Timestamp) {
        self.name = name
        self.lastTick = lastTick
    }
}
