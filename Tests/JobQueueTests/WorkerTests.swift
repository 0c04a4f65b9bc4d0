import JSONDocument
import JobQueue
import RegistryCore
import RegistryStore
import Synchronization
import Testing

@Suite("Worker", .timeLimit(.minutes(10)))
struct WorkerTests {
    @Test func jobsAreClaimedAndEndedInBatches() async throws {
        var fixture = WorkerFixture()
        fixture.settings.concurrency = 32
        let jobs = (0..<400).map { TestJobs.job("scripted", project: "PRJ\($0 % 50)", now: fixture.now) }
        try await fixture.enqueue(jobs)
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: { [fixture] in
            try await eventually("all jobs are done") { try await fixture.store.jobs.counts()[.completed] == 400 }
        }
        #expect(fixture.queue.calls("claim") < 200)
        #expect(fixture.queue.calls("finish") < 200)
    }

    @Test func whatAJobCameToIsStored() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("scripted", project: "demo", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker {
            .completed(["attempt": .number(JSONNumber($0.record.attempt))])
        } test: {
            try await eventually("the job is done") { try await fixture.job(job.id).state == .completed }
        }
        #expect(try await fixture.job(job.id).result == ["attempt": 1])
        #expect(try await fixture.dispatcher.known([job.id]) == [])
    }

    @Test func aFailingJobIsTriedLaterAndDisturbsNoOther() async throws {
        let fixture = WorkerFixture()
        let bad = TestJobs.job("scripted", project: "bad", now: fixture.now)
        let refused = TestJobs.job("scripted", project: "refused", now: fixture.now, maxAttempts: 1)
        let good = (0..<20).map { _ in TestJobs.job("scripted", project: "good", now: fixture.now) }
        try await fixture.enqueue([bad, refused] + good)
        try await fixture.withWorker { job in
            switch job.record.project?.description {
            case "bad": throw FaultyJobQueue.Away()
            case "refused": throw RegistryError(.invalidBody, "the file is not what it says")
            default: return .completed(nil)
            }
        } test: {
            try await eventually("the good are done") { try await fixture.store.jobs.counts()[.completed] == 20 }
            try await eventually("the bad one has ended") { try await fixture.job(bad.id).state == .retryable }
            try await eventually("the refused has ended") { try await fixture.job(refused.id).state == .discarded }
        }
        // What went wrong inside is for the log of the process alone.
        #expect(try await fixture.job(bad.id).failure == "an internal error; the log has it")
        #expect(try await fixture.job(refused.id).failure == "the file is not what it says")
        #expect(try await fixture.job(bad.id).due > fixture.now)
    }

    @Test func aKindNobodyKnowsIsTriedLater() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("of_another_release", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("it was looked at") { try await fixture.job(job.id).state == .retryable }
        }
        #expect(try await fixture.job(job.id).failure?.contains("of_another_release") == true)
    }

    @Test func aJobThatLosesItsClaimIsCancelledAndChangesNothing() async throws {
        let fixture = WorkerFixture()
        let wasCancelled = Mutex(false)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            do { try await waitForCancellation() } catch { wasCancelled.withLock { $0 = true } }
            return .completed("from the loser")
        } test: {
            try await eventually("it runs") { try await fixture.job(job.id).state == .executing }
            // As if it had stood still for a day.
            let later = fixture.now + .seconds(86_400)
            #expect(try await fixture.store.jobs.rescue(now: later, limit: 10).count == 1)
            let other = try await fixture.store.jobs.claim(
                [job.id], by: WorkerID("other"), now: later, lease: later + .seconds(60))
            #expect(other.count == 1)
            try await eventually("the first attempt is cancelled") { wasCancelled.withLock { $0 } }
            try await eventually("its ticket is let go") { try await fixture.dispatcher.known([job.id]).isEmpty }
        }
        let record = try await fixture.job(job.id)
        #expect(record.state == .executing)
        #expect(record.worker == WorkerID("other"))
        #expect(record.result == nil)
    }

    @Test func aRunningJobThatIsAskedToStopEndsCancelled() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            try await waitForCancellation()
            return .completed(nil)
        } test: {
            try await eventually("it runs") { try await fixture.job(job.id).state == .executing }
            try await TestJobs.change([.requestCancel(job.id)], in: fixture.store)
            try await eventually("it is cancelled") { try await fixture.job(job.id).state == .cancelled }
        }
        #expect(try await fixture.job(job.id).failure == "cancelled on request")
    }

    @Test func aJobPastItsDeadlineIsNotBegun() async throws {
        let fixture = WorkerFixture()
        let hasRun = Mutex(false)
        let job = TestJobs.job("scripted", now: fixture.now - .seconds(60), deadline: fixture.now - .seconds(1))
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            hasRun.withLock { $0 = true }
            return .completed(nil)
        } test: {
            try await eventually("it is discarded") { try await fixture.job(job.id).state == .discarded }
        }
        #expect(hasRun.withLock { !$0 })
        #expect(try await fixture.job(job.id).failure?.contains("deadline") == true)
    }

    @Test func aJobThatRunsPastItsDeadlineIsStopped() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("scripted", now: fixture.now, deadline: fixture.now + .seconds(1))
        try await fixture.enqueue([job])
        try await fixture.withWorker { _ in
            try await waitForCancellation()
            return .completed(nil)
        } test: {
            try await eventually("it is discarded") { try await fixture.job(job.id).state == .discarded }
        }
        #expect(try await fixture.job(job.id).failure?.contains("deadline") == true)
    }

    @Test func anAttemptThatTakesTooLongFailsAndSaysSo() async throws {
        let fixture = WorkerFixture()
        let again = TestJobs.job("limited", now: fixture.now)
        let last = TestJobs.job("limited", now: fixture.now, maxAttempts: 1)
        try await fixture.enqueue([again, last])
        try await fixture.withWorker { _ in
            try await waitForCancellation()
            return .completed(nil)
        } test: {
            try await eventually("it waits again") { try await fixture.job(again.id).state == .retryable }
            try await eventually("the last has failed") { try await fixture.job(last.id).state == .discarded }
        }
        #expect(try await fixture.job(again.id).failure?.contains("time limit of 200 ms") == true)
    }

    @Test func aPausedQueueIsLeftAlone() async throws {
        let fixture = WorkerFixture()
        try await fixture.store.jobs.setPaused(.bulk, true)
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: {
            try await eventually("the worker knows") { fixture.queue.calls("pausedQueues") > 1 }
            let paused = TestJobs.job("scripted", queue: .bulk, now: fixture.now)
            let other = TestJobs.job("scripted", now: fixture.now)
            try await fixture.enqueue([paused, other])
            try await eventually("the other is done") { try await fixture.job(other.id).state == .completed }
            #expect(try await fixture.job(paused.id).state == .available)
            try await fixture.store.jobs.setPaused(.bulk, false)
            try await eventually("it goes on") { try await fixture.job(paused.id).state == .completed }
        }
    }

    @Test func aWorkerIsSeenWhileItRuns() async throws {
        var fixture = WorkerFixture()
        fixture.settings.place = "host:1"
        fixture.settings.concurrency = 3
        try await fixture.withWorker { _ in
            .completed(nil)
        } test: { [fixture] in
            try await eventually("it is seen") { try await fixture.store.jobs.workers(limit: 10).count == 1 }
            let row = try #require(try await fixture.store.jobs.workers(limit: 10).first)
            #expect((row.place, row.concurrency, row.isDraining) == ("host:1", 3, false))
        }
        #expect(try await fixture.store.jobs.workers(limit: 10).isEmpty)
    }
}
