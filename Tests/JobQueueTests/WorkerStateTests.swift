import JobQueue
import RegistryCore
import Testing

@Suite("WorkerState")
struct WorkerStateTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let instant = ContinuousClock.now

    private func begin(_ state: inout WorkerState) -> JobRecord {
        var job = TestJobs.job("scripted", now: now)
        job.fence = 1
        state.begin(
            WorkerState.Attempt(
                job: job, dispatched: nil, timeLimit: nil, retry: .exponential(maxAttempts: 8), began: instant,
                leaseUntil: now + .seconds(30)))
        return job
    }

    @Test func anEndIsKeptUntilItIsStored() {
        var state = WorkerState(concurrency: 4)
        let job = begin(&state)
        #expect(state.kept.map(\.claim) == [job.claim])
        state.finished(job.claim, .success(.completed(nil)), now: now, jitter: 0)
        #expect(state.kept.map(\.claim) == [job.claim])
        let taken = state.takeEnded(64)
        #expect(state.kept.map(\.claim) == [job.claim])
        #expect(state.isStoring)
        state.putBack(taken)
        #expect(state.kept.map(\.claim) == [job.claim])
        state.stored(state.takeEnded(64))
        #expect(state.kept.isEmpty)
        #expect(!state.isStoring)
    }

    @Test func anEndWhoseClaimIsLostIsNotStored() {
        var state = WorkerState(concurrency: 4)
        let job = begin(&state)
        state.finished(job.claim, .success(.completed(nil)), now: now, jitter: 0)
        _ = state.heard([job.claim: .lost], lease: now, at: instant)
        #expect(state.kept.isEmpty)
        let taken = state.takeEnded(64)
        #expect(taken.map(\.end) == [nil])
    }

    @Test func whatIsRefusedIsTriedAloneAndAfterTheOthers() {
        var state = WorkerState(concurrency: 8)
        let refused = [begin(&state), begin(&state)]
        for job in refused { state.finished(job.claim, .success(.completed(nil)), now: now, jitter: 0) }
        state.putBack(state.takeEnded(64))
        let other = begin(&state)
        state.finished(other.claim, .success(.completed(nil)), now: now, jitter: 0)
        #expect((state.freshEnds, state.refusedEnds) == (1, 2))
        let taken = [state.takeEnded(64), state.takeEnded(64), state.takeRefused(), state.takeRefused()]
        #expect(taken.map(\.count) == [1, 1, 1, 0])
        #expect(taken[0].map(\.job.id) == [other.id])
    }

    @Test func anOutageGivesNoEndUpAndARecordThatAnswersDoes() {
        var state = WorkerState(concurrency: 4)
        let job = begin(&state)
        state.finished(job.claim, .success(.completed(nil)), now: now, jitter: 0)
        for _ in 0..<100 { state.putBack(state.takeEnded(1)) }
        var dropped = state.dropRefused()
        #expect(dropped.isEmpty)
        for _ in 0..<6 { _ = state.heard([job.claim: .held], lease: now, at: instant) }
        dropped = state.dropRefused()
        #expect(dropped.map(\.job.id) == [job.id])
        #expect(state.ended.isEmpty)
    }

    @Test func slotsOfJobsThatDoNotStopCountAndAMinuteOfThemIsEnough() {
        var state = WorkerState(concurrency: 2)
        let jobs = [begin(&state), begin(&state)]
        let holds = Dictionary(uniqueKeysWithValues: jobs.map { ($0.claim, JobHold.cancelRequested) })
        let cancelled = state.heard(holds, lease: now + .seconds(30), at: instant)
        #expect(cancelled.count == 2)
        _ = state.look(now: now, at: instant + .seconds(10))
        state.stored(state.takeEnded(64))
        #expect(state.held.isEmpty)
        #expect(state.running == 2)
        #expect(state.freeSlots == 0)
        _ = state.look(now: now, at: instant + .seconds(20))
        #expect(!state.isStuck(at: instant + .seconds(60)))
        #expect(state.isStuck(at: instant + .seconds(80)))
        state.finished(jobs[0].claim, .success(.completed(nil)), now: now, jitter: 0)
        _ = state.look(now: now, at: instant + .seconds(81))
        #expect(!state.isStuck(at: instant + .seconds(200)))
        #expect(WorkerError.stuck(slots: 2).description.contains("2 slots"))
    }
}
