import Catalog
import JobQueue
import RegistryCore
import RegistryStore

/// A scheduler's process: the relay, and what the leader does for all.
///
/// Mirrors `Upkeep`, `Leadership`, `Clock` and `Reconciler`; what a tick means is the real ``ClockDecision``'s to say.
final class SimulatedScheduler: SimulatedRole {
    static let schedules = [
        schedule("tick.coalesced", "@every 2s", .runAll(limit: 3), .coalesce),
        schedule("tick.allowed", "@every 3s", .runOnce, .allow),
    ].compactMap(\.self)
    private static let keepFinished = Duration.seconds(15)

    private unowned let process: SimulatedProcess
    private let owner: String
    private let relay: SimulatedRelay
    private var held: LeaseRecord?
    private var gate: RescueGate

    private var world: World { process.world }
    private var record: SimulatedRecord { world.record }

    init(_ process: SimulatedProcess) {
        self.process = process
        owner = "\(process.name).\(process.starts)"
        relay = SimulatedRelay(process)
        gate = RescueGate(patience: .milliseconds(process.world.plan.afterGap), now: process.now)
    }

    private static func schedule(
        _ name: String, _ when: String, _ misfire: Schedule.Misfire, _ overlap: Schedule.Overlap
    ) -> Schedule? {
        guard let when = try? CronExpression(parsing: when) else { return nil }
        return Schedule(name: name, when: when, kind: "tick", misfire: misfire, overlap: overlap)
    }

    func start() {
        if world.plan.dispatch == .redis { relay.start() }
        // Whoever does not lead looks too: it may lead after a gap.
        perform("rescue", every: world.plan.upkeepTick) { [self] isLeader in
            if gate.look(at: process.now), isLeader { rescue() }
        }
        perform("prune", every: 4_000) { if $0 { self.prune() } }
        perform("reconcile", every: 3_000) { if $0 { self.reconcile() } }
        perform("the clock ticks", every: 1_000) { if $0 { self.tick() } }
    }

    private func perform(_ name: StaticString, every: Int, _ duty: @escaping (Bool) -> Void) {
        process.later(world.random.below(every), name) { [self] in
            lead(duty)
            again(name, every: every, duty)
        }
    }
    private func again(_ name: StaticString, every: Int, _ duty: @escaping (Bool) -> Void) {
        process.later(every, name) { [self] in
            lead(duty)
            again(name, every: every, duty)
        }
    }

    /// Says whether this process leads, unless the record does not answer; mirrors `Leadership.isHeld`.
    private func lead(_ duty: @escaping (Bool) -> Void) {
        let now = process.now
        let duration = Duration.milliseconds(world.plan.upkeepLease)
        if let held, held.until - now > duration / 2, held.until - now <= duration { return duty(true) }
        let (record, owner) = (record, owner)
        process.ask(record.server, "lead") {
            try await record.store.lease("upkeep", for: owner, now: now, until: now + duration)
        } then: { [self] answer in
            guard case .success(let lease) = answer else { return }
            held = lease
            duty(lease != nil)
        }
    }

    private func rescue() {
        let (record, now) = (record, process.now)
        process.ask(record.server, "rescue") { try await record.rescue(now: now) }
    }
    private func prune() {
        let (record, before) = (record, process.now - Self.keepFinished)
        process.ask(record.server, "prune") { try await record.store.prune(finishedBefore: before, limit: 500) }
    }

    // MARK: Uploads that were left behind

    private func reconcile() {
        let (record, now) = (record, process.now)
        process.ask(record.server, "list uploads") { () -> [UploadRecord] in
            var left: [UploadRecord] = []
            for state in [UploadState.sealed, .indexing] {
                left += try await record.store.uploads(in: state, before: now, limit: 100)
            }
            return left.sorted { record.uploads.number($0.key) < record.uploads.number($1.key) }
        } then: { [self] answer in
            guard case .success(let left) = answer else { return }
            for upload in left { look(upload) }
        }
    }
    private func look(_ upload: UploadRecord) {
        let record = record
        process.ask(record.server, "read index job") { () -> (VersionFacts, UploadRecord?)? in
            if let id = upload.indexJob, let job = try await record.store.job(id), !job.state.isFinal { return nil }
            let key = upload.key
            let facts = try await record.store.facts(of: key.project, version: key.version.version)
            return (facts, try await record.store.upload(key))
        } then: { [self] answer in
            guard case .success((let facts, let row?)?) = answer, let version = facts.version,
                row.state == upload.state, row.fence == upload.fence
            else { return }
            let set = UploadSets.fail(row, of: version, at: process.now, in: record.lane(of: row.key.project))
            process.ask(record.server, "fail upload") { try await record.commit(set) }
        }
    }

    // MARK: The clock

    private func tick() {
        if world.isCalm { return }
        let record = record
        process.ask(record.server, "read schedules") {
            try await record.store.schedules()
        } then: { [self] answer in
            guard case .success(let records) = answer else { return }
            for schedule in Self.schedules { tick(schedule, records.first { $0.name == schedule.name }) }
        }
    }
    private func tick(_ schedule: Schedule, _ stored: ScheduleRecord?) {
        let now = process.now
        if let stored, schedule.when.next(after: stored.lastTick).map({ $0 > now }) ?? true { return }
        let lane = record.store.lanes.lane(of: schedule.name)
        let record = record
        process.ask(record.server, "read last tick's job") { () -> Bool in
            guard schedule.overlap == .coalesce, let stored else { return false }
            return try await record.store.job(schedule.jobID(of: stored.lastTick, in: lane)).map { !$0.state.isFinal }
                ?? false
        } then: { [self] answer in
            guard case .success(let isBusy) = answer else { return }
            let decision = ClockDecision(schedule, record: stored, isBusy: isBusy, now: now)
            guard let last = decision.lastTick else { return }
            var set = ChangeSet(lane: lane)
            let jobs = decision.ticks.map { schedule.job(at: $0, in: lane, now: now) }
            set.jobs = [.advance(schedule: schedule.name, from: stored?.lastTick, to: last)]
            set.jobs += jobs.map { .enqueue($0) }
            let changes = set
            world.adversary.tempt(process)
            process.ask(record.server, "advance schedule") { try await record.commit(changes) }
        }
    }
}
