internal import EventReactor
internal import Foundation
internal import JobQueueRedis
internal import RedisClient

/// `dispatch-load URL WORK SIZE COUNT`: pushes or takes COUNT tickets of 500 projects by way of the dispatcher in Redis.
///
/// Works are those of `Peers/redis_scripts.c`: `push` (SIZE tasks, each one ticket at a time), `batch` (SIZE tickets at a
/// time) and `take` (SIZE at a time, and their end). Writes `{"tickets", "seconds", "processor"}`, the last in microseconds
/// of this process. `dispatch-load URL scripts` teaches the server the scripts, and writes the prefix of the keys and the
/// digests of push, take and end.
@main
enum DispatchLoadCommand {
    private struct Report: Encodable {
        let tickets: Int
        let seconds: Double
        let processor: Double
    }

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5 || (arguments.count == 3 && arguments[2] == "scripts") else {
            throw DispatchLoadError("usage: dispatch-load URL push|batch|take SIZE COUNT, or dispatch-load URL scripts")
        }
        let reactor = try EventReactor()
        let client = RedisClient(RedisConfiguration(try RedisAddress(url: arguments[1])), on: reactor)
        defer {
            client.close()
            reactor.stop()
        }
        let load = try DispatchLoad(client: client)
        if arguments.count == 3 { return write(Data(try await load.teach().utf8)) }
        guard let size = Int(arguments[3]), let count = Int(arguments[4]), size > 0, count >= size else {
            throw DispatchLoadError("SIZE and COUNT are numbers, COUNT at least SIZE")
        }
        let work = try load.work(arguments[2], size: size, count: count)
        let startedAt = ProcessorClock.microseconds
        let started = ContinuousClock.now
        let tickets = try await work()
        let passed = (ContinuousClock.now - started) / .seconds(1)
        write(
            try JSONEncoder().encode(
                Report(tickets: tickets, seconds: passed, processor: ProcessorClock.microseconds - startedAt)))
    }

    private static func write(_ data: Data) { FileHandle.standardOutput.write(data + Data("\n".utf8)) }
}

/// What made the run worthless.
struct DispatchLoadError: Error, CustomStringConvertible {
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
