package import RegistryCore

/// A lease of the record that this process holds, or tries to hold.
package actor Leadership {
    private let name: String
    private let queue: any JobQueue
    private let owner: String
    private let duration: Duration
    private let ambient: Ambient
    private var held: LeaseRecord?

    /// - Parameter owner: nobody else's name, new with each start.
    package init(_ name: String, of queue: any JobQueue, owner: String, duration: Duration, ambient: Ambient = .system)
    {
        self.name = name
        self.queue = queue
        self.owner = owner
        self.duration = duration
        self.ambient = ambient
    }

    /// Whether this process leads now: asks the record when half of the lease or less is left.
    package func isHeld() async throws(JobQueueError) -> Bool {
        let now = ambient.now()
        if let held, held.until - now > duration / 2, held.until - now <= duration { return true }
        held = try await queue.lease(name, for: owner, now: now, until: now + duration)
        return held != nil
    }

    /// Lets another one lead at once.
    package func giveUp() async {
        guard held != nil else { return }
        held = nil
        try? await queue.releaseLease(name, of: owner)
    }
}
