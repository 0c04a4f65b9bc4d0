package import RegistryCore
internal import Synchronization

/// A dispatcher without a memory: it asks the record whose turn it is, and keeps only its own place in the turns.
///
/// It looks when something is pushed in this process, and now and then for what others enqueued or became due. The record's
/// claims decide who has a job; limits are exact within a process, and several processes may exceed them by what they take
/// at the same moment. What it knows of kinds that have a limit is asked of the record as well.
package final class DatabaseJobDispatcher: JobDispatcher {
    private struct State {
        var turns: RecordTurns
        /// Those who sleep until somebody pushes.
        var sleepers: [Int: Task<Void, Never>] = [:]
        var lastSleeper = 0
        /// Counts what may have made something runnable, so that nobody sleeps through it.
        var changes = 0
        var nextPromotion: Timestamp?
    }
    /// Pages of projects that one look goes through when nothing of them may run.
    private static let pages = 8

    private let state: Mutex<State>
    private let queue: any JobQueue
    private let poll: Duration
    private let ambient: Ambient

    /// - Parameter poll: how long what other processes enqueue may go unseen, at most.
    package init(
        queue: any JobQueue, limits: DispatchLimits = DispatchLimits(), poll: Duration = .milliseconds(500),
        ambient: Ambient = .system
    ) {
        state = Mutex(State(turns: RecordTurns(limits: limits)))
        self.queue = queue
        self.poll = poll
        self.ambient = ambient
    }

    package func memory() async -> String? { nil }
    package func push(_ tickets: [JobTicket]) async {
        if !tickets.isEmpty { wake() }
    }
    package func extend(_ jobs: [DispatchedJob], lease: Duration) async -> Set<JobID> {
        let until = ambient.now() + lease
        state.withLock { $0.turns.extend(jobs, until: until) }
        return []
    }
    package func end(_ jobs: [DispatchedJob]) async {
        state.withLock { $0.turns.release(jobs) }
        wake()
    }
    package func handBack(_ jobs: [DispatchedJob]) async { await end(jobs) }
    /// What is no longer to be run is no longer in the record.
    package func forget(_ ids: [JobID]) async {}
    /// The record knows what it has.
    package func known(_ ids: [JobID]) async -> Set<JobID> { Set(ids) }

    package func load() async throws(JobDispatchError) -> [JobQueueName: DispatchLoad] {
        let held = state.withLock { $0.turns.heldByQueue }
        do throws(JobQueueError) {
            let waiting = try await queue.backlog(at: ambient.now()).mapValues(\.waiting)
            return Set(held.keys).union(waiting.keys).reduce(into: [:]) { load, queue in
                load[queue] = DispatchLoad(waiting: waiting[queue] ?? 0, held: held[queue] ?? 0, parkedProjects: 0)
            }
        } catch {
            throw .unavailable(operation: "count waiting jobs", cause: error)
        }
    }

    package func next(_ request: DispatchRequest) async throws -> [DispatchedJob] {
        while true {
            try Task.checkCancellation()
            let changes = state.withLock { $0.changes }
            do throws(JobQueueError) {
                try await promote()
                var taken: [DispatchedJob] = []
                for name in request.queues where taken.count < request.limit {
                    taken += try await take(request.limit - taken.count, of: name, lease: request.lease)
                }
                if !taken.isEmpty { return taken }
            } catch {
                throw JobDispatchError.unavailable(operation: "choose jobs", cause: error)
            }
            await sleep(unlessChangedSince: changes)
        }
    }

    /// Jobs that were to wait are available from their due moment on; looked at once a poll, not at every call.
    private func promote() async throws(JobQueueError) {
        let now = ambient.now()
        let isDue = state.withLock { state in
            if let next = state.nextPromotion, now < next, next - now <= poll { return false }
            state.nextPromotion = now + poll
            return true
        }
        guard isDue else { return }
        while try await queue.promote(now: now, limit: JobQueueLimits.batch) == JobQueueLimits.batch {}
    }

    private func take(
        _ limit: Int, of name: JobQueueName, lease: Duration
    ) async throws(JobQueueError) -> [DispatchedJob] {
        for _ in 0..<Self.pages {
            var listed: [JobPriority: [JobTicket]] = [:]
            var isWhole = true
            for priority in JobPriority.allCases {
                let band = RecordTurns.Band(queue: name, priority: priority)
                let (tickets, isAll) = try await list(band, limit: limit)
                listed[priority] = tickets
                isWhole = isWhole && isAll
            }
            if listed.values.allSatisfy(\.isEmpty) { return [] }
            let running = try await running(of: Set(listed.values.joined().map(\.kind)))
            let now = ambient.now()
            let pages = listed
            let taken = state.withLock { state in
                let taken = state.turns.take(
                    pages, of: name, limit: limit, running: running, lease: lease, now: now)
                if taken.isEmpty {
                    for (priority, page) in pages {
                        state.turns.passOver(page, in: RecordTurns.Band(queue: name, priority: priority))
                    }
                }
                return taken
            }
            if !taken.isEmpty || isWhole { return taken }
        }
        return []
    }

    /// Tickets of up to `limit` projects behind the band's place, and from the start again when they are fewer; and whether
    /// these are all projects that have any.
    private func list(_ band: RecordTurns.Band, limit: Int) async throws(JobQueueError) -> ([JobTicket], Bool) {
        let depth = state.withLock { $0.turns.depth(band, limit: limit) }
        var listed = try await list(band, limit: limit, depth: depth)
        let projects = Dictionary(grouping: listed.tickets) { TurnPlace($0) }
        if listed.tickets.count < limit, projects.values.contains(where: { $0.count == depth }) {
            // Fewer projects than the last time, with more jobs of each.
            let deeper = min(limit, max(2 * depth, 4 * limit / projects.count))
            listed = try await list(band, limit: limit, depth: deeper)
        }
        let count = projects.count
        state.withLock { $0.turns.saw(count, in: band) }
        return listed
    }
    private func list(
        _ band: RecordTurns.Band, limit: Int, depth: Int
    ) async throws(JobQueueError) -> (tickets: [JobTicket], isWhole: Bool) {
        let (behind, restart) = state.withLock { state in
            (
                state.turns.request(band, fromStart: false, limit: limit, depth: depth),
                state.turns.hasPlace(band)
                    ? state.turns.request(band, fromStart: true, limit: limit, depth: depth) : nil
            )
        }
        var tickets = try await queue.turns(behind)
        let projects = Set(tickets.map { TurnPlace($0) })
        guard projects.count < limit, let restart else { return (tickets, projects.count < limit) }
        let again = try await queue.turns(restart).filter { !projects.contains(TurnPlace($0)) }
        tickets += again
        return (tickets, projects.count + Set(again.map { TurnPlace($0) }).count < limit)
    }

    /// How many jobs of those kinds run that have a limit, up to it.
    private func running(of kinds: Set<JobKind>) async throws(JobQueueError) -> [JobKind: Int] {
        var running: [JobKind: Int] = [:]
        for (kind, limit) in state.withLock({ $0.turns.limits.perKind }) where kinds.contains(kind) {
            var filter = JobFilter()
            filter.states = [.executing]
            filter.kind = kind
            running[kind] = try await queue.jobs(filter, after: nil, limit: limit).count
        }
        return running
    }

    private func wake() {
        let sleepers = state.withLock { state in
            state.changes += 1
            defer { state.sleepers = [:] }
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.cancel() }
    }

    /// Returns after a poll, spread over 75 to 125 %, when something is pushed, and when the task is cancelled.
    private func sleep(unlessChangedSince changes: Int) async {
        let pause = Duration.milliseconds(Int64(Double(poll.milliseconds) * .random(in: 0.75...1.25)))
        let sleeper = Task { () -> Void in try? await Task.sleep(for: pause) }
        let number = state.withLock { state -> Int? in
            guard state.changes == changes else { return nil }
            state.lastSleeper += 1
            state.sleepers[state.lastSleeper] = sleeper
            return state.lastSleeper
        }
        guard let number else { return sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        _ = state.withLock { $0.sleepers.removeValue(forKey: number) }
    }
}
