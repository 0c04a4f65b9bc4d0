package import RegistryCore

/// What a dispatcher that asks the record keeps of its own: its place in the turns, and what it has handed out.
package struct RecordTurns {
    package struct Band: Hashable {
        let queue: JobQueueName
        let priority: JobPriority

        package init(queue: JobQueueName, priority: JobPriority) {
            self.queue = queue
            self.priority = priority
        }
    }
    private struct Hold {
        let ticket: JobTicket
        var until: Timestamp
    }
    /// How deep a project's line is looked into for a kind that is not at its limit.
    private static let kindDepth = 16

    package let limits: DispatchLimits
    private var places: [Band: TurnPlace] = [:]
    /// Projects that the last answers had: few projects are asked for more jobs of each.
    private var widths: [Band: Int] = [:]
    private var turns: [JobQueueName: BandTurns] = [:]
    private var held: [Int: Hold] = [:]
    private var lastToken = 0

    package init(limits: DispatchLimits) { self.limits = limits }

    /// How many jobs of each project make up an answer of `limit`, if there are as many projects as the last time.
    package func depth(_ band: Band, limit: Int) -> Int {
        let width = widths[band] ?? 1
        return max((limit + width - 1) / width, limits.perKind.isEmpty ? 1 : Self.kindDepth)
    }
    package func request(_ band: Band, fromStart: Bool, limit: Int, depth: Int) -> TurnRequest {
        TurnRequest(
            queue: band.queue, priority: band.priority, after: fromStart ? nil : places[band], projects: limit,
            jobsOfEach: depth, runningLimit: limits.perProject)
    }
    package func hasPlace(_ band: Band) -> Bool { places[band] != nil }
    package mutating func saw(_ projects: Int, in band: Band) { widths[band] = projects == 0 ? nil : projects }
    /// Nothing of a page could be taken: the next look begins behind it.
    package mutating func passOver(_ page: [JobTicket], in band: Band) {
        places[band] = page.last.map { TurnPlace($0) }
    }

    /// Takes tickets from what the record listed, the bands by weight, a band's projects in turns.
    ///
    /// - Parameter running: of kinds that have a limit, over all workers.
    package mutating func take(
        _ listed: [JobPriority: [JobTicket]], of queue: JobQueueName, limit: Int, running: [JobKind: Int],
        lease: Duration, now: Timestamp
    ) -> [DispatchedJob] {
        held = held.filter { $0.value.until > now }
        let taken = Set(held.values.map(\.ticket.id))
        var ofProject: [ProjectID?: Int] = [:]
        var ofKind: [JobKind: Int] = [:]
        for hold in held.values {
            ofProject[hold.ticket.project, default: 0] += 1
            ofKind[hold.ticket.kind, default: 0] += 1
        }
        ofKind.merge(running) { max($0, $1) }
        // From the end, so that taking the first costs nothing.
        var lines = listed.mapValues { Array(Self.inTurns($0).filter { !taken.contains($0.id) }.reversed()) }
        var answer: [DispatchedJob] = []
        while answer.count < limit {
            for priority in JobPriority.allCases {
                while let next = lines[priority]?.last,
                    ofProject[next.project, default: 0] >= limits.perProject
                        || ofKind[next.kind, default: 0] >= limits.perKind[next.kind] ?? .max
                {
                    lines[priority]?.removeLast()
                }
            }
            let ready = JobPriority.allCases.filter { lines[$0]?.isEmpty == false }
            guard let priority = turns[queue, default: BandTurns()].next(among: ready),
                let ticket = lines[priority]?.popLast()
            else { break }
            ofProject[ticket.project, default: 0] += 1
            ofKind[ticket.kind, default: 0] += 1
            places[Band(queue: queue, priority: priority)] = TurnPlace(ticket)
            lastToken += 1
            held[lastToken] = Hold(ticket: ticket, until: now + lease)
            answer.append(DispatchedJob(ticket: ticket, token: lastToken))
        }
        return answer
    }

    package mutating func extend(_ jobs: [DispatchedJob], until: Timestamp) {
        for job in jobs where held[job.token] != nil { held[job.token]?.until = until }
    }
    package mutating func release(_ jobs: [DispatchedJob]) { for job in jobs { held[job.token] = nil } }
    package var heldByQueue: [JobQueueName: Int] {
        held.values.reduce(into: [:]) { $0[$1.ticket.queue, default: 0] += 1 }
    }

    /// The first job of each project, then the second of each, and so on.
    private static func inTurns(_ tickets: [JobTicket]) -> [JobTicket] {
        var seen: [TurnPlace: Int] = [:]
        let ranked = tickets.enumerated().map { place, ticket in
            seen[TurnPlace(ticket), default: 0] += 1
            return (round: seen[TurnPlace(ticket)] ?? 0, place: place, ticket: ticket)
        }
        return ranked.sorted { ($0.round, $0.place) < ($1.round, $1.place) }.map(\.ticket)
    }
}

extension TurnPlace {
    package init(_ ticket: JobTicket) { self.init(lane: ticket.id.lane, project: ticket.project) }
}
