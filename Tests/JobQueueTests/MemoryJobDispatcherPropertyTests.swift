import JobQueue
import RegistryCore
import Testing

/// Random events against a dispatcher in memory, with what must be true after each of them.
@Suite("JobDispatcher in memory under random events")
struct MemoryJobDispatcherPropertyTests {
    private static let limits = DispatchLimits(perProject: 3, perKind: ["a": 2, "b": 4])

    private struct Model {
        var waiting: [JobID: JobTicket] = [:]
        var held: [JobID: (job: DispatchedJob, until: Timestamp)] = [:]
        var stale: [DispatchedJob] = []

        mutating func lapse(_ now: Timestamp) {
            for (id, hold) in held where hold.until <= now {
                held[id] = nil
                waiting[id] = hold.job.ticket
                stale.append(hold.job)
            }
        }
        /// Whether something that waits may run.
        func hasRunnable(in queues: [JobQueueName]) -> Bool {
            let running = held.values.map(\.job.ticket)
            let ofProject = Dictionary(grouping: running, by: \.project).mapValues(\.count)
            let ofKind = Dictionary(grouping: running, by: \.kind).mapValues(\.count)
            return waiting.values.contains { ticket in
                queues.contains(ticket.queue) && ofProject[ticket.project] ?? 0 < limits.perProject
                    && ofKind[ticket.kind] ?? 0 < limits.perKind[ticket.kind] ?? .max
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: 1...10 as ClosedRange<UInt64>)
    func nothingIsLostOrHandedOutTwiceAndNoLimitIsExceeded(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let clock = MovableClock()
        let dispatcher = MemoryJobDispatcher(limits: Self.limits, ambient: clock.ambient)
        var model = Model()
        let queues: [JobQueueName] = [.index, .default]
        for step in 0..<600 {
            model.lapse(clock.now)
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4:
                let ticket = try Self.ticket(step, queues, using: &random)
                await dispatcher.push([ticket, ticket])
                model.waiting[ticket.id] = ticket
            case 4..<7:
                guard model.hasRunnable(in: queues) else { continue }
                let limit = Int.random(in: 1...5, using: &random)
                let taken = try await dispatcher.next(
                    DispatchRequest(worker: WorkerID("w"), queues: queues, limit: limit, lease: .seconds(10)))
                #expect((1...limit).contains(taken.count), "seed \(seed), step \(step)")
                for job in taken {
                    #expect(
                        model.waiting.removeValue(forKey: job.ticket.id) == job.ticket, "seed \(seed), step \(step)")
                    model.held[job.ticket.id] = (job, clock.now + .seconds(10))
                }
                #expect(taken.count == limit || !model.hasRunnable(in: queues), "seed \(seed), step \(step)")
            case 7, 8:
                guard
                    let job = model.held.values.map(\.job).sorted(by: { $0.token < $1.token })
                        .randomElement(using: &random)
                else { continue }
                if Bool.random(using: &random) {
                    await dispatcher.end([job] + model.stale)
                } else {
                    await dispatcher.handBack([job] + model.stale)
                    model.waiting[job.ticket.id] = job.ticket
                }
                model.held[job.ticket.id] = nil
                model.stale.append(job)
            case 9:
                guard let id = model.waiting.keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &random) else {
                    continue
                }
                await dispatcher.forget([id])
                model.waiting[id] = nil
            case 10:
                let jobs = model.held.values.map(\.job)
                let lost = await dispatcher.extend(jobs + model.stale, lease: .seconds(10))
                #expect(lost.isSubset(of: model.stale.map(\.ticket.id)), "seed \(seed), step \(step)")
                for job in jobs { model.held[job.ticket.id]?.until = clock.now + .seconds(10) }
            default:
                clock.advance(.seconds(Int.random(in: 1...6, using: &random)))
                await dispatcher.push([])
                continue
            }
            #expect(
                await dispatcher.known(Array(model.waiting.keys) + Array(model.held.keys)).count
                    == model.waiting.count + model.held.count, "seed \(seed), step \(step)")
            let running = model.held.values.map(\.job.ticket)
            let ofProject = Dictionary(grouping: running, by: \.project).mapValues(\.count)
            #expect(ofProject.values.allSatisfy { $0 <= Self.limits.perProject }, "seed \(seed), step \(step)")
            for (kind, limit) in Self.limits.perKind {
                #expect(running.count { $0.kind == kind } <= limit, "seed \(seed), step \(step)")
            }
        }
        let load = await dispatcher.load()
        #expect(load.values.reduce(0) { $0 + $1.waiting } == model.waiting.count)
    }

    private static func ticket(
        _ step: Int, _ queues: [JobQueueName], using random: inout SeededGenerator
    ) throws -> JobTicket {
        let kinds: [JobKind] = ["a", "b", "c"]
        let project = Int.random(in: 0..<8, using: &random)
        return JobTicket(
            id: JobID(lane: Lane(0), id: RandomID(using: &random)), kind: kinds.randomElement(using: &random) ?? "a",
            queue: queues.randomElement(using: &random) ?? .default,
            priority: JobPriority.allCases.randomElement(using: &random) ?? .normal,
            project: project == 0 ? nil : try ProjectID(parsing: "P\(project)"),
            due: Timestamp(milliseconds: Int64(step)))
    }
}
