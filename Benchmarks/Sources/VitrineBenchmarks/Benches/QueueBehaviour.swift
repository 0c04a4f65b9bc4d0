internal import Foundation

/// What is measured once: room in Redis, redelivery, and workers that start together.
struct QueueBehaviour {
    private static let tickets = 100_000
    /// Seconds.
    private static let lease = 3
    private static let kills = 3
    private static let workers = 10

    let works: QueueWorks
    private var servers: QueueServers { works.servers }

    init(works: QueueWorks) { self.works = works }

    func results() throws -> [BenchResult] {
        try servers.emptyRecord()
        let delays = try (1...Self.kills).map { try redelivery($0) }
        return [
            BenchResult(
                "Redis' memory a queued job, 100 000 jobs of 500 projects, against the limit", ours: [try memory()],
                peer: [1_000], unit: "bytes", .lessIsBetter, target: 1),
            BenchResult(
                "job begun again after its worker's SIGKILL, lease 3 s, against lease + 1.5 s", ours: delays,
                peer: [Double(Self.lease) + 1.5], unit: "s", .lessIsBetter, target: 1),
        ] + (try startingTogether())
    }

    private func memory() throws -> Double {
        try servers.emptyRedis()
        _ = try works.dispatch("push", size: 1, count: 1)
        let before = try servers.redisNumber("used_memory")
        let pushed = try works.dispatch("batch", size: 100, count: Self.tickets).tickets
        return (try servers.redisNumber("used_memory") - before) / pushed
    }

    /// Seconds from the death of a worker until another one has begun its job again.
    private func redelivery(_ number: Int) throws -> Double {
        func worker(_ work: String) throws -> QueueProcess {
            let instance = "kill-\(ProcessInfo.processInfo.processIdentifier)-\(number)"
            return try QueueProcess(
                try works.setting.companion("queue-load"),
                works.queueArguments(work, durably: true, instance: instance, count: 1, size: Self.lease))
        }
        let doomed = try worker("hold")
        defer { doomed.kill() }
        _ = try doomed.line(startingWith: "ready")
        try worker("offer").waitUntilItEnds()
        _ = try doomed.line(startingWith: "began")
        let other = try worker("keep")
        defer { other.kill() }
        _ = try other.line(startingWith: "ready")
        sleep(2)
        let died = Date().timeIntervalSince1970
        doomed.kill()
        let line = try other.line(startingWith: "began")
        guard let began = line.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw BenchError("'\(line)' names no time")
        }
        try servers.emptyRecord()
        return began / 1_000 - died
    }

    private func startingTogether() throws -> [BenchResult] {
        try servers.emptyRecord()
        try servers.emptyRedis()
        func counts() throws -> (redis: Double, postgres: Double) {
            (try servers.redisNumber("total_commands_processed"), try servers.commits())
        }
        func perSecond(_ seconds: UInt32) throws -> (redis: Double, postgres: Double) {
            let (before, start) = (try counts(), ContinuousClock.now)
            sleep(seconds)
            let (after, passed) = (try counts(), (ContinuousClock.now - start) / .seconds(1))
            return ((after.redis - before.redis) / passed, (after.postgres - before.postgres) / passed)
        }
        let (before, start) = (try counts(), ContinuousClock.now)
        var processes: [QueueProcess] = []
        defer { for process in processes { process.kill() } }
        for _ in 1...Self.workers {
            processes.append(
                try QueueProcess(
                    try works.setting.companion("queue-load"),
                    works.queueArguments("hold", durably: true, instance: "together", count: 1, size: 30)))
        }
        for process in processes { _ = try process.line(startingWith: "ready") }
        sleep(2)
        let (after, passed) = (try counts(), (ContinuousClock.now - start) / .seconds(1))
        let idle = try perSecond(5)
        func row(_ name: String, _ number: Double) -> BenchResult {
            BenchResult("ten workers \(name)", ours: [number], peer: [], unit: "1/s", .lessIsBetter)
        }
        return [
            row("starting at once: Redis' commands", (after.redis - before.redis) / passed),
            row("starting at once: PostgreSQL's commits", (after.postgres - before.postgres) / passed),
            row("idle: Redis' commands", idle.redis), row("idle: PostgreSQL's commits", idle.postgres),
        ]
    }
}

/// A program that says what it does, a line at a time, until it is killed.
final class QueueProcess {
    private let process = Process()
    private let pipe = Pipe()
    private let lines: LineReader

    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        lines = LineReader(pipe.fileHandleForReading.fileDescriptor)
        do { try process.run() } catch { throw BenchError("'\(path)' cannot be started") }
        ChildProcesses.add(process.processIdentifier)
    }

    func line(startingWith text: String) throws -> String {
        let deadline = ContinuousClock.now + .seconds(60)
        while let line = try lines.next(before: deadline) {
            if line.hasPrefix(text) { return line }
        }
        throw BenchError("a worker ended before it said '\(text)'")
    }
    func waitUntilItEnds() throws {
        process.waitUntilExit()
        ChildProcesses.remove(process.processIdentifier)
        guard process.terminationStatus == 0 else {
            throw BenchError("a program ended with status \(process.terminationStatus)")
        }
    }
    /// At once, and for good.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        ChildProcesses.remove(process.processIdentifier)
    }
}
