internal import EventReactor
internal import Foundation
internal import Logging

/// `queue-load WORK REDIS RECORD INSTANCE COUNT SIZE`: jobs by way of the record, the dispatcher in Redis and the worker.
///
/// RECORD is `memory` or the URL of a PostgreSQL database, which is migrated. INSTANCE tells runs apart in one Redis.
///
/// - `enqueue`: COUNT jobs, SIZE in one commit, each commit followed by its push.
/// - `run`: COUNT jobs that do nothing are enqueued; then a worker with SIZE slots is timed until all have ended.
/// - `latency`: COUNT jobs, SIZE a second; from before the commit until a job starts, which has a worker with 4 slots.
/// - `offer`: one job that never ends; `hold`: a worker with a lease of SIZE seconds until it is told to end, which says
///   `ready` once it runs and `began MILLISECONDS` when a job starts; `keep`: the same with relay and upkeep.
///
/// Writes `{"operations", "seconds", "processor"}`, the last in microseconds of this process, or `{"p50", "p99"}` in
/// milliseconds.
@main
enum QueueLoadCommand {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 7, let count = Int(arguments[5]), let size = Int(arguments[6]), count > 0, size > 0
        else { throw QueueLoadError("usage: queue-load WORK REDIS RECORD INSTANCE COUNT SIZE") }
        let reactor = try EventReactor()
        defer { reactor.stop() }
        let place = try await QueuePlace(
            redis: arguments[2], record: arguments[3], instance: arguments[4], on: reactor)
        defer { place.close() }
        switch arguments[1] {
        case "enqueue": try await Output.write(Enqueuing(place: place).timed(count, atOnce: size))
        case "run": try await Output.write(EmptyJobs(place: place).timed(count, slots: size))
        case "latency": try await Output.write(StartLatency(place: place).measured(count, perSecond: size))
        case "offer": try await Enqueuing(place: place).enqueue(1, kind: HeldJob.kind)
        case "hold": try await HoldingWorker(place: place).run(lease: .seconds(size), schedules: false)
        case "keep": try await HoldingWorker(place: place).run(lease: .seconds(size), schedules: true)
        default: throw QueueLoadError("no work '\(arguments[1])'")
        }
    }
}

/// What was done, in how long, and for how much of this process' processor time.
struct LoadReport: Encodable, Sendable {
    let operations: Int
    let seconds: Double
    /// Microseconds.
    let processor: Double

    /// Times `body`, which returns how many operations there were.
    static func timing(_ body: () async throws -> Int) async throws -> LoadReport {
        let processor = ProcessorClock.microseconds
        let started = ContinuousClock.now
        let operations = try await body()
        return LoadReport(
            operations: operations, seconds: (ContinuousClock.now - started) / .seconds(1),
            processor: ProcessorClock.microseconds - processor)
    }
}

/// Standard output, a line at a time.
enum Output {
    static func write(_ report: some Encodable) throws { write(try JSONEncoder().encode(report)) }
    static func say(_ line: String) { write(Data(line.utf8)) }
    private static func write(_ data: Data) { FileHandle.standardOutput.write(data + Data("\n".utf8)) }

    /// What goes wrong goes to standard error.
    static let logger: Logger = {
        var logger = Logger(label: "queue-load") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }()
}

/// What made the run worthless.
struct QueueLoadError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Processor time of this process, user and system.
enum ProcessorClock {
    static var microseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
