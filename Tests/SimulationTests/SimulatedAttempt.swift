import Catalog
import JobQueue
import RegistryCore
import RegistryStore

/// One attempt of a job: the body that follows its script, in steps that the worker's end may come between.
final class SimulatedAttempt {
    struct Failure: Error {}

    let job: JobRecord
    let worker: SimulatedWorker
    private var isCancelled = false
    private var isOver = false
    private var isStubborn = false

    init(_ job: JobRecord, in worker: SimulatedWorker) {
        self.job = job
        self.worker = worker
    }

    private var process: SimulatedProcess { worker.process }
    private var world: World { worker.world }

    func begin() async {
        guard !isOver, let script = world.scripts[job.id] else { return }
        switch script.course {
        case .plain: sleep(script.duration) { self.end(.completed(nil)) }
        case .failing(let times):
            sleep(script.duration) { [self] in
                if job.attempt <= times { fail() } else { end(.completed(nil)) }
            }
        case .poison:
            world.aftermath.killed(job.id)
            process.end(restartAfter: world.random.between(200, 2_000))
        case .index(let upload): SimulatedIndexing(upload, in: self).claim()
        case .snoozing(let times):
            sleep(script.duration) { [self] in
                if world.aftermath.snoozed(job.id) > times {
                    end(.completed(nil))
                } else {
                    end(.snooze(until: process.now + .milliseconds(world.random.between(0, 600))))
                }
            }
        case .parent(let children): enqueue(children)
        case .stubborn:
            isStubborn = true
            sleep(script.duration) { self.end(.completed(nil)) }
        }
    }

    /// Its task is cancelled: what sleeps wakes, what waits for an answer may still do something with it.
    func cancel() {
        isCancelled = true
        if isStubborn { return }
        process.later(world.random.below(40), "a job is cancelled") { self.fail() }
    }

    func end(_ outcome: JobOutcome) {
        guard !isOver else { return }
        isOver = true
        worker.finished(job.claim, .success(outcome))
    }
    func fail() {
        guard !isOver else { return }
        isOver = true
        worker.finished(job.claim, .failure(Failure()))
    }
    func sleep(_ duration: Int, _ body: @escaping () -> Void) {
        process.later(duration, "a job goes on") { [self] in
            if !isOver { body() }
        }
    }
    /// Asks the record; what is not answered ends the attempt.
    func ask<Answer>(
        _ name: StaticString, _ apply: @escaping () async throws -> Answer, then: @escaping (Answer) -> Void
    ) {
        ask(name, apply, orElse: { _ in self.fail() }, then: then)
    }
    func ask<Answer>(
        _ name: StaticString, _ apply: @escaping () async throws -> Answer,
        orElse: @escaping (any Error) -> Void, then: @escaping (Answer) -> Void
    ) {
        process.ask(world.record.server, name, apply) { [self] answer in
            if isOver { return }
            switch answer {
            case .success(let answer): then(answer)
            case .failure(let error): orElse(error)
            }
        }
    }

    // MARK: Children

    private func enqueue(_ children: [JobRecord]) {
        let record = world.record
        ask("children") { () -> [JobRecord?] in
            var found: [JobRecord?] = []
            for child in children { found.append(try await record.store.job(child.id)) }
            return found
        } then: { [self] found in
            if found.allSatisfy({ $0 == nil }), !world.record.jobs.wasMade(children[0].id) {
                var set = ChangeSet(lane: job.id.lane)
                set.jobs = children.map { .enqueue($0) }
                let changes = set
                ask("commit children") {
                    try await record.commit(changes)
                } then: { [self] in
                    push(children.map(\.ticket))
                    snooze()
                }
            } else if found.allSatisfy({ $0?.state.isFinal ?? true }) {
                end(.completed(nil))
            } else {
                snooze()
            }
        }
    }
    private func snooze() { end(.snooze(until: process.now + .milliseconds(400))) }
    private func push(_ tickets: [JobTicket]) {
        guard world.plan.dispatch == .redis else { return worker.pushes.ring() }
        let redis = world.redis
        process.ask(redis.server, "push", mayRepeat: true) { redis.push(tickets) }
    }
}
