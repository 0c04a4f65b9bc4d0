import JSONDocument
import JobQueue
import Logging
import RegistryCore
import RegistryStore
import Synchronization
import Testing

@Suite("What a job says while it runs", .timeLimit(.minutes(10)))
struct WorkerNotesTests {
    private func lines(
        _ fixture: WorkerFixture, _ script: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) async throws -> [JobLogLine] {
        let job = TestJobs.job("scripted", now: fixture.now, maxAttempts: 1)
        try await fixture.enqueue([job])
        try await fixture.withWorker(script) {
            try await eventually("it has ended") { try await fixture.job(job.id).state.isFinal }
        }
        return try await fixture.store.jobs.lines(of: job.id, after: nil, limit: 1_000)
    }

    @Test func linesOfLevelInfoAndAboveAreKeptWithTheirFields() async throws {
        let lines = try await lines(WorkerFixture()) { job in
            job.logger.debug("too fine")
            job.logger.info("placed a file", metadata: ["path": "a/b", "size": "3"])
            job.logger.warning("odd", metadata: ["error": "secret host 10.0.0.1 is away"])
            return .completed(nil)
        }
        #expect(lines.map(\.message) == ["placed a file", "odd"])
        #expect(lines.map(\.number) == [1, 2])
        #expect(lines.map(\.fence) == [1, 1])
        #expect(lines.map(\.level) == [.info, .warning])
        #expect(lines[0].fields == ["path": "a/b", "size": "3"])
        // An error may name what is inside.
        #expect(lines[1].fields == [:])
    }

    @Test func infoOfAJobIsDebugInTheProcessLog() async throws {
        var fixture = WorkerFixture()
        let log = KeptLog()
        fixture.logger = Logger(label: "test") { _ in log }
        let lines = try await lines(fixture) { job in
            job.logger.debug("one step")
            job.logger.info("placed a file")
            job.logger.warning("odd")
            return .completed(nil)
        }
        #expect(lines.map(\.message) == ["placed a file", "odd"])
        let written = log.written
        #expect(written.contains("debug one step"))
        #expect(written.contains("debug placed a file"))
        #expect(written.contains("warning odd"))
        #expect(!written.contains("info placed a file"))
    }

    @Test func linesOfAFailingRunAreKept() async throws {
        let lines = try await lines(WorkerFixture()) { job in
            job.logger.info("before the end")
            throw FaultyJobQueue.Away()
        }
        #expect(lines.map(\.message) == ["before the end", "the attempt failed"])
    }

    @Test func oneLineTooManySaysThatFurtherOnesAreLeftOut() async throws {
        let lines = try await lines(WorkerFixture()) { job in
            for number in 1...250 { job.logger.info("line \(number)") }
            return .completed(nil)
        }
        #expect(lines.count == JobLogLine.limitPerAttempt)
        #expect(lines[98].message == "line 99")
        #expect(lines[99].message == "further lines are left out")
    }

    @Test func aLongMessageIsCutBetweenCharacters() async throws {
        let lines = try await lines(WorkerFixture()) { job in
            job.logger.info("x\(String(repeating: "é", count: 1_000))")
            return .completed(nil)
        }
        #expect(lines[0].message.utf8.count == JobLogLine.messageBytes - 1)
        #expect(lines[0].message.unicodeScalars.last == "é")
    }

    @Test func progressAndLinesAreSeenWhileTheJobRuns() async throws {
        let fixture = WorkerFixture()
        let goOn = Mutex(false)
        let job = TestJobs.job("scripted", now: fixture.now)
        try await fixture.enqueue([job])
        try await fixture.withWorker { job in
            job.logger.info("begun")
            job.report(JobProgress(done: 1, total: 3, note: "files"))
            while !goOn.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            job.report(JobProgress(done: 3, total: 3))
            return .completed(nil)
        } test: {
            try await eventually("progress is seen") { try await fixture.job(job.id).progress?.done == 1 }
            try await eventually("the line is seen") {
                try await fixture.store.jobs.lines(of: job.id, after: nil, limit: 10).count == 1
            }
            goOn.withLock { $0 = true }
            try await eventually("it is done") { try await fixture.job(job.id).state == .completed }
            #expect(try await fixture.job(job.id).progress == JobProgress(done: 3, total: 3))
        }
    }

    @Test func linesThatCannotBeStoredDoNotKeepBackTheEnd() async throws {
        let fixture = WorkerFixture()
        fixture.queue.fail { $0 == "log" }
        let lines = try await lines(fixture) { job in
            job.logger.info("nobody reads this")
            return .completed(nil)
        }
        #expect(lines.isEmpty)
    }
}

/// Keeps what is written to a process's log: level and message.
private struct KeptLog: LogHandler {
    private final class Lines: Sendable { let written = Mutex<[String]>([]) }

    private let lines = Lines()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    var written: [String] { lines.written.withLock { $0 } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.written.withLock { $0.append("\(event.level) \(event.message)") } }
}
