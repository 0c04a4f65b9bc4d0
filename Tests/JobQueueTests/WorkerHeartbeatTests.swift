import Foundation
import JobQueue
import Logging
import RegistryCore
import RegistryStore
import Synchronization
import Testing

@Suite("Worker whose jobs compute", .timeLimit(.minutes(10)))
struct WorkerHeartbeatTests {
    @Test func heartbeatsGoOnWhileJobsComputeOnAllThreads() async throws {
        var fixture = WorkerFixture()
        let threads = ProcessInfo.processInfo.activeProcessorCount
        fixture.settings.concurrency = threads
        fixture.settings.lease = .milliseconds(1_500)
        let jobs = (0..<threads).map { _ in TestJobs.job("scripted", now: fixture.now) }
        let beats = Mutex<(first: Int, last: Int)>((.max, 0))
        let queue = fixture.queue
        let isOnWorkersThread = Mutex(false)
        try await fixture.enqueue(jobs)
        try await fixture.withWorker { _ in
            if WorkerThread.preferred != nil { isOnWorkersThread.withLock { $0 = true } }
            // Neither waits nor yields: no thread of the pool does anything else meanwhile.
            let end = ContinuousClock.now + .milliseconds(3_000)
            while ContinuousClock.now < end {
                let count = queue.calls("heartbeat")
                beats.withLock { $0 = (min($0.first, count), max($0.last, count)) }
            }
            return .completed(nil)
        } test: { [fixture] in
            try await eventually("they are done") {
                try await fixture.store.jobs.counts()[.completed] == threads
            }
            #expect(beats.withLock { $0.last - $0.first } >= 2)
        }
        #expect(isOnWorkersThread.withLock { !$0 })
    }

    @Test func heartbeatsWaitForNothingElse() async throws {
        let fixture = WorkerFixture()
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        // Longer than three leases.
        fixture.queue.hold("log", "report", "pausedQueues")
        try await fixture.withWorker { context in
            context.logger.notice("a line")
            try await Task.sleep(for: .seconds(4))
            return .completed(nil)
        } test: {
            try await eventually("it beats on") { fixture.queue.calls("heartbeat") > 8 }
            #expect(try await fixture.store.jobs.rescue(now: fixture.now, limit: 10) == [])
            fixture.queue.letGo()
            try await eventually("it is done") { try await fixture.job(job.id).state == .completed }
        }
    }
}
