package import RegistryCore

/// What waits and what is held, and who is next: the whole decision of ``MemoryJobDispatcher``, without a lock or a clock.
///
/// Each operation costs O(log n) per ticket; what is forgotten, held longer or passed over is sorted out when it comes up.
package struct TurnTable {
    private struct Waiting {
        let ticket: JobTicket
        let number: Int
    }
    private struct Hold {
        let job: DispatchedJob
        var until: Timestamp
    }
    private struct Lapse: Comparable {
        let until: Timestamp
        let id: JobID
        let token: Int

        static func < (left: Lapse, right: Lapse) -> Bool { left.until < right.until }
    }
    private struct Lines {
        var bands = [TurnBand](repeating: TurnBand(), count: JobPriority.allCases.count)
        var turns = BandTurns()
        var waiting = 0
        var held = 0
    }

    private let limits: DispatchLimits
    private var queues: [JobQueueName: Lines] = [:]
    private var waiting: [JobID: Waiting] = [:]
    private var held: [JobID: Hold] = [:]
    private var lapses = OrderedHeap<Lapse>()
    private var running: [ProjectID?: Int] = [:]
    private var runningOfKind: [JobKind: Int] = [:]
    private var lastNumber = 0

    package init(limits: DispatchLimits) { self.limits = limits }

    /// When the next lease may lapse; never later than it does.
    package var nextLapse: Timestamp? { lapses.first?.until }

    /// Puts what was held too long first in its project's line.
    package mutating func lapse(now: Timestamp) {
        while let lapse = lapses.first, lapse.until <= now {
            lapses.removeFirst()
            guard let hold = held[lapse.id], hold.job.token == lapse.token else { continue }
            if hold.until > now {
                lapses.insert(Lapse(until: hold.until, id: lapse.id, token: lapse.token))
            } else {
                handBack([hold.job])
            }
        }
    }

    package mutating func push(_ tickets: [JobTicket]) {
        for ticket in tickets where waiting[ticket.id] == nil && held[ticket.id] == nil {
            place(ticket, isFirst: false)
        }
    }

    package mutating func take(_ request: DispatchRequest, now: Timestamp) -> [DispatchedJob] {
        var taken: [DispatchedJob] = []
        for queue in request.queues {
            while taken.count < request.limit, let ticket = takeOne(of: queue) {
                taken.append(hold(ticket, until: now + request.lease))
            }
        }
        return taken
    }

    /// Prolongs what is held; returns those that are not any more.
    package mutating func extend(_ jobs: [DispatchedJob], until: Timestamp) -> Set<JobID> {
        var lost: Set<JobID> = []
        for job in jobs {
            if isHeld(job) { held[job.ticket.id]?.until = until } else { lost.insert(job.ticket.id) }
        }
        return lost
    }

    package mutating func end(_ jobs: [DispatchedJob]) {
        for job in jobs where isHeld(job) { release(job) }
    }

    package mutating func handBack(_ jobs: [DispatchedJob]) {
        for job in jobs where isHeld(job) {
            release(job)
            place(job.ticket, isFirst: true)
        }
    }

    package mutating func forget(_ ids: [JobID]) {
        for id in ids {
            guard let ticket = waiting.removeValue(forKey: id)?.ticket else { continue }
            let (ring, waiting) = (ring(of: ticket), waiting)
            queues[ticket.queue]?.bands[ticket.priority.rawValue]
                .forget(of: ticket.project, in: ring) { waiting[$0.id]?.number == $0.number }
            queues[ticket.queue]?.waiting -= 1
        }
    }

    package func known(_ ids: [JobID]) -> Set<JobID> { Set(ids.filter { waiting[$0] != nil || held[$0] != nil }) }

    package func load() -> [JobQueueName: DispatchLoad] {
        let full = running.filter { $0.value >= limits.perProject }.keys
        return queues.filter { $0.value.waiting > 0 || $0.value.held > 0 }.mapValues { lines in
            let parked = full.count { project in lines.bands.contains { ($0.lines[project]?.waiting ?? 0) > 0 } }
            return DispatchLoad(waiting: lines.waiting, held: lines.held, parkedProjects: parked)
        }
    }

    private mutating func takeOne(of queue: JobQueueName) -> JobTicket? {
        guard var lines = queues[queue], lines.waiting > 0 else { return nil }
        queues[queue] = nil  // held here alone, so that changing it copies nothing
        defer { queues[queue] = lines }
        var candidates: [JobPriority: TurnBand.Candidate] = [:]
        for band in JobPriority.allCases {
            candidates[band] = lines.bands[band.rawValue].candidate(
                isOpen: { runningOfKind[$0, default: 0] < limits.perKind[$0] ?? .max },
                isFull: { running[$0, default: 0] >= limits.perProject },
                isCurrent: { waiting[$0.id]?.number == $0.number })
        }
        guard let band = lines.turns.next(among: JobPriority.allCases.filter { candidates[$0] != nil }),
            let candidate = candidates[band], let id = lines.bands[band.rawValue].take(candidate)
        else { return nil }
        lines.waiting -= 1
        return waiting.removeValue(forKey: id)?.ticket
    }

    private mutating func hold(_ ticket: JobTicket, until: Timestamp) -> DispatchedJob {
        lastNumber += 1
        let job = DispatchedJob(ticket: ticket, token: lastNumber)
        held[ticket.id] = Hold(job: job, until: until)
        lapses.insert(Lapse(until: until, id: ticket.id, token: job.token))
        running[ticket.project, default: 0] += 1
        if limits.perKind[ticket.kind] != nil { runningOfKind[ticket.kind, default: 0] += 1 }
        queues[ticket.queue]?.held += 1
        return job
    }

    private func isHeld(_ job: DispatchedJob) -> Bool { held[job.ticket.id]?.job.token == job.token }

    private mutating func release(_ job: DispatchedJob) {
        let ticket = job.ticket
        held[ticket.id] = nil
        queues[ticket.queue]?.held -= 1
        if let count = runningOfKind[ticket.kind] { runningOfKind[ticket.kind] = count > 1 ? count - 1 : nil }
        let count = running[ticket.project, default: 0]
        running[ticket.project] = count > 1 ? count - 1 : nil
        if count == limits.perProject { unpark(ticket.project) }
    }

    private mutating func unpark(_ project: ProjectID?) {
        for queue in queues.keys {
            for band in JobPriority.allCases { queues[queue]?.bands[band.rawValue].unpark(project) }
        }
    }

    private mutating func place(_ ticket: JobTicket, isFirst: Bool) {
        lastNumber += 1
        waiting[ticket.id] = Waiting(ticket: ticket, number: lastNumber)
        let place = ProjectLine.Place(isFirst: isFirst, due: ticket.due, number: lastNumber, id: ticket.id)
        let ring = ring(of: ticket)
        queues[ticket.queue, default: Lines()].bands[ticket.priority.rawValue]
            .insert(place, of: ticket.project, in: ring)
        queues[ticket.queue]?.waiting += 1
    }

    private func ring(of ticket: JobTicket) -> JobKind? { limits.perKind[ticket.kind] == nil ? nil : ticket.kind }
}
