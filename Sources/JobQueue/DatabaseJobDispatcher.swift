package import RegistryCore
internal import Synchronization

/// A dispatcher without a memory: it asks the record whose turn it is, and keeps only its own place in the turns.
///
/// It looks when something is pushed in this process, and now and then for what others enqueued or became due. The record's
/// claims decide who has a job; limits are exact within a process, and several processes may exceed them by what they take
/// at the same moment. What it knows of kinds that have a limit is asked of the record as well.
///
/// Beside other workers it asks for more jobs of each project than it needs and takes a random part of them, so that not all
/// claim the same ones: a project's jobs then go about in order, not exactly. Alone, it takes the oldest first.
package final class DatabaseJobDispatcher: JobDispatcher {
    private struct State {
        var turns: RecordTurns
        /// Those who sleep until somebody pushes.
        var sleepers: [Int: Task<Void, Never>] = [:]
        var lastSleeper = 0
        /// Counts what may have made something runnable, so that nobody sleeps through it.
        var changes = 0
        var nextPromotion: Timestamp?
        /// Whether other workers were seen at the last look at their rows.
        var hasCompany = false
        var nextCompany: Timestamp?
    }
    /// Pages of projects that one look goes through when nothing of them may run.
    private static let pages = 8
    /// Pages of jobs that became due, before jobs are handed out again.
    private static let promotedPages = 4
    /// How much more is asked for beside other workers.
    private static let spread = 4
    /// How far the clock of another process may be ahead.
    private static let skew = Duration.seconds(5)

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
            var taken: [DispatchedJob] = []
            var isPromoted = true
            do throws(JobQueueError) {
                isPromoted = try await promote()
                // One question, before one for each band of each queue.
                let isIdle = try await queue.due(at: ambient.now() + Self.skew, after: nil, limit: 1).isEmpty
                if !isIdle {
                    await lookForCompany(of: request.worker)
                    for name in request.queues where taken.count < request.limit {
                        taken += try await take(request.limit - taken.count, of: name, lease: request.lease)
                    }
                }
            } catch {
                // What is held already would be nobody's until its lease lapses.
                if taken.isEmpty { throw JobDispatchError.unavailable(operation: "choose jobs", cause: error) }
            }
            if !taken.isEmpty { return taken }
            if isPromoted { await sleep(unlessChangedSince: changes) }
        }
    }

    /// Looks now and then whether there are other workers; while nobody can say, it stays as it was.
    private func lookForCompany(of worker: WorkerID) async {
        let now = ambient.now()
        let isDue = state.withLock { state in
            if let next = state.nextCompany, now < next, next - now <= .seconds(10) { return false }
            state.nextCompany = now + .seconds(10)
            return true
        }
        guard isDue, let rows = try? await queue.workers(limit: 2) else { return }
        let hasCompany = rows.contains { $0.id != worker && now - $0.seenAt < .seconds(60) }
        state.withLock { $0.hasCompany = hasCompany }
    }

    /// Jobs that were to wait are available from their due moment on; looked at once a poll, not at every call.
    ///
    /// - Returns: false when there are more than jobs that may begin now should wait for.
    private func promote() async throws(JobQueueError) -> Bool {
        let now = ambient.now()
        let isDue = state.withLock { state in
            if let next = state.nextPromotion, now < next, next - now <= poll { return false }
            state.nextPromotion = now + poll
            return true
        }
        guard isDue else { return true }
        for _ in 0..<Self.promotedPages {
            if try await queue.promote(now: now, limit: JobQueueLimits.batch) < JobQueueLimits.batch { return true }
        }
        state.withLock { $0.nextPromotion = nil }
        return false
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
            let asked = state.hasCompany ? min(Self.spread * depth, max(depth, JobQueueLimits.batch)) : depth
            return (
                state.turns.request(band, fromStart: false, limit: limit, depth: asked),
                state.turns.hasPlace(band)
                    ? state.turns.request(band, fromStart: true, limit: limit, depth: asked) : nil
            )
        }
        var tickets = try await queue.turns(behind).part(ofEach: depth)
        let projects = Set(tickets.map { TurnPlace($0) })
        guard projects.count < limit, let restart else { return (tickets, projects.count < limit) }
        let again = try await queue.turns(restart).part(ofEach: depth).filter { !projects.contains(TurnPlace($0)) }
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

extension [JobTicket] {
    /// A random part of each project's tickets, at most `limit` of each, in the order they have.
    fileprivate func part(ofEach limit: Int) -> [JobTicket] {
        let places = Dictionary(grouping: indices) { TurnPlace(self[$0]) }
        if places.values.allSatisfy({ $0.count <= limit }) { return self }
        return places.values.flatMap { $0.shuffled().prefix(limit) }.sorted().map { self[$0] }
    }
}
