import JobQueue
import RegistryCore
import RegistryStore
import ServiceLifecycle
import Synchronization
import Testing

@Suite("Worker that stops or meets trouble", .timeLimit(.minutes(10)))
struct WorkerDrainTests {
    @Test func jobsThatEndWithinTheGraceAreFinished() async throws {
        var fixture = WorkerFixture()
        fixture.settings.grace = .seconds(120)
        let goOn = Mutex(false)
        let jobs = (0..<4).map { _ in TestJobs.job("scripted", now: fixture.now) }
        let later = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue(jobs)
        let group = fixture.makeGroup { _ in
            while !goOn.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            return .completed(nil)
        }
        let running = Task { try await group.run() }
        try await eventually("all run") { [fixture] in try await fixture.store.jobs.counts()[.executing] == 4 }
        await group.triggerGracefulShutdown()
        try await eventually("it drains") { [fixture] in
            try await fixture.store.jobs.workers(limit: 1).first?.isDraining == true
        }
        try await fixture.enqueue([later])
        goOn.withLock { $0 = true }
        try await running.value
        #expect(try await fixture.store.jobs.counts()[.completed] == 4)
        // Nothing is begun any more.
        #expect(try await fixture.job(later.id).state == .available)
    }

    @Test(arguments: [true, false])
    func jobsThatDoNotEndAreHandedBack(_ listens: Bool) async throws {
        var fixture = WorkerFixture()
        fixture.settings.grace = .seconds(2)
        let isOver = Mutex(false)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        let group = fixture.makeGroup { _ in
            while !isOver.withLock({ $0 }) {
                if listens { try await waitForCancellation() }
                await Task.yield()
            }
            return .completed(nil)
        }
        let running = Task { try await group.run() }
        try await eventually("it runs") { [fixture] in try await fixture.job(job.id).state == .executing }
        await group.triggerGracefulShutdown()
        let began = ContinuousClock.now
        try await running.value
        isOver.withLock { $0 = true }
        #expect(ContinuousClock.now - began < .seconds(60))
        let record = try await fixture.job(job.id)
        #expect(record.state == .available)
        #expect(record.attempt == 0)
        // Its ticket is first in line again for another worker.
        let next = try await fixture.dispatcher.next(
            DispatchRequest(worker: WorkerID("next"), queues: JobQueueName.all, limit: 1, lease: .seconds(30)))
        #expect(next.map(\.ticket.id) == [job.id])
    }

    @Test func anIdleWorkerStopsAtOnce() async throws {
        let fixture = WorkerFixture()
        let group = fixture.makeGroup { _ in .completed(nil) }
        let running = Task { try await group.run() }
        try await eventually("it is there") { fixture.queue.calls("report") > 0 }
        let began = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(ContinuousClock.now - began < .seconds(60))
    }

    @Test func aWorkerWhoseRecordIsAwayStopsWithinTheGrace() async throws {
        var fixture = WorkerFixture()
        fixture.settings.grace = .seconds(2)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        let group = fixture.makeGroup { _ in .completed(nil) }
        fixture.queue.fail { $0 == "finish" }
        let running = Task { try await group.run() }
        try await eventually("it tries to end the job") { [fixture] in fixture.queue.calls("finish") > 1 }
        let began = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(ContinuousClock.now - began < .seconds(60))
        #expect(try await fixture.job(job.id).state == .executing)
    }

    @Test func aRecordThatIsAwayDelaysJobsAndEndsAndLosesNone() async throws {
        var fixture = WorkerFixture()
        // Two of these and the end would be given up.
        fixture.settings.lease = .seconds(3)
        let runs = Mutex(0)
        try await fixture.withWorker { _ in
            runs.withLock { $0 += 1 }
            return .completed(nil)
        } test: { [fixture] in
            fixture.queue.fail { $0 == "claim" }
            let first = TestJobs.job("scripted", now: fixture.now)
            try await fixture.enqueue([first])
            try await eventually("it is tried again") { fixture.queue.calls("claim") > 2 }
            fixture.queue.fail { $0 == "finish" || $0 == "log" }
            try await eventually("its end is tried again") { fixture.queue.calls("finish") > 1 }
            fixture.queue.fail { _ in false }
            try await eventually("it is done") { try await fixture.job(first.id).state == .completed }
        }
        #expect(runs.withLock { $0 } == 1)
    }

    @Test func anEndThatCannotBeStoredIsNotRescuedMeanwhile() async throws {
        var fixture = WorkerFixture()
        // Two of these and the end would be given up.
        fixture.settings.lease = .seconds(3)
        let runs = Mutex(0)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        fixture.queue.fail { $0 == "finish" }
        try await fixture.withWorker { _ in
            runs.withLock { $0 += 1 }
            return .completed(nil)
        } test: { [fixture] in
            try await eventually("it has ended") { fixture.queue.calls("finish") > 0 }
            fixture.queue.fail { $0 == "finish" || $0 == "heartbeat" }
            let lease = try await fixture.job(job.id).leaseUntil ?? fixture.now
            try await eventually("its lease lapses") { fixture.now > lease }
            fixture.queue.fail { $0 == "finish" }
            try await eventually("it is held again") { try await fixture.job(job.id).leaseUntil ?? lease > lease }
            #expect(try await fixture.store.jobs.rescue(now: fixture.now, limit: 10) == [])
            fixture.queue.fail { _ in false }
            try await eventually("it is done") { try await fixture.job(job.id).state == .completed }
        }
        #expect(runs.withLock { $0 } == 1)
    }

    @Test func anEndThatIsRefusedForEverHoldsUpNoOtherAndIsGivenUp() async throws {
        let fixture = WorkerFixture()
        let poison = TestJobs.job("scripted", project: "poison", now: fixture.now)
        fixture.queue.refuseEnds { $0.id == poison.id }
        try await fixture.enqueue([poison])
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("it is tried") { fixture.queue.calls("finish") > 0 }
            let others = (0..<50).map { _ in TestJobs.job("scripted", project: "good", now: fixture.now) }
            try await fixture.enqueue(others)
            try await eventually("the others are done") { try await fixture.store.jobs.counts()[.completed] == 50 }
            #expect(try await fixture.job(poison.id).state == .executing)
            try await eventually("it is given up") { try await fixture.dispatcher.known([poison.id]).isEmpty }
            try await eventually("its claim lapses") {
                try await !fixture.store.jobs.rescue(now: fixture.now, limit: 10).isEmpty
            }
        }
    }

    @Test func ticketsThatCannotBeClaimedAreNotAskedForWithoutAPause() async throws {
        let fixture = WorkerFixture()
        // Nobody has jobs for these.
        let tickets = (0..<2_000).map { _ in TestJobs.job("scripted", now: fixture.now).ticket }
        try await fixture.dispatcher.push(tickets)
        let began = ContinuousClock.now
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("it asks") { fixture.queue.calls("claim") > 20 }
            // 5 ms at least after each.
            #expect(ContinuousClock.now - began >= .milliseconds(100))
        }
    }

    @Test func aTicketOfAClockThatIsALittleAheadIsClaimed() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("scripted", now: fixture.now + .seconds(4))
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("it is done") { try await fixture.job(job.id).state == .completed }
        }
        let record = try await fixture.job(job.id)
        #expect(try #require(record.startedAt) <= #require(record.finishedAt))
    }

    @Test func jobsGoOnWhileHeartbeatsFailAndAreStoppedWhenTheirLeaseLapses() async throws {
        let fixture = WorkerFixture()
        let wasCancelled = Mutex(false)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            do { try await waitForCancellation() } catch { wasCancelled.withLock { $0 = true } }
            return .completed(nil)
        } test: {
            try await eventually("it runs") { try await fixture.job(job.id).state == .executing }
            let lease = try await fixture.job(job.id).leaseUntil ?? fixture.now
            fixture.queue.fail { $0 == "heartbeat" }
            try await eventually("it is stopped") { wasCancelled.withLock { $0 } }
            #expect(fixture.now >= lease)
        }
        #expect(try await fixture.job(job.id).state == .executing)
    }

    @Test func aDispatcherThatIsAwayDelaysJobs() async throws {
        let fixture = WorkerFixture()
        fixture.dispatcher.setAway(true)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await TestJobs.enqueue([job], in: fixture.store)
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("the worker is there") { fixture.queue.calls("report") > 0 }
            fixture.dispatcher.setAway(false)
            try await fixture.dispatcher.push([job.ticket])
            try await eventually("it is done") { try await fixture.job(job.id).state == .completed }
        }
    }

    @Test func aWorkerThatTakesTooMuchMemoryDrainsAndSaysWhy() async throws {
        var fixture = WorkerFixture()
        fixture.settings.memoryLimit = 1 << 20
        let group = fixture.makeGroup { _ in .completed(nil) }
        let error = await #expect(throws: WorkerError.self) { try await group.run() }
        #expect(error?.description.contains("limit of 1 MiB") == true)
    }
}
