internal import EventReactor
internal import Foundation
internal import PostgresClient

/// `database-load URL WORK SECONDS TASKS CONNECTIONS`: does what pgbench does, and says how much of it.
///
/// Writes `{"operations", "seconds", "processor"}`, the last in microseconds of this process.
@main
enum DatabaseLoadCommand {
    private struct Report: Encodable {
        let operations: Int
        let seconds: Double
        let processor: Double
    }

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let seconds = Double(arguments[3]), let tasks = Int(arguments[4]),
            let connections = Int(arguments[5])
        else { throw DatabaseLoadError("usage: database-load URL reads|transactions|copy SECONDS TASKS CONNECTIONS") }
        var configuration = try PostgresConfiguration(url: arguments[1])
        configuration.pipelines = connections
        configuration.leases = 1
        let reactor = try EventReactor()
        let client = PostgresClient(configuration, on: reactor)
        let rows = try await client.read(PostgresStatement("SELECT count(*) FROM pgbench_branches"))
        let scale = rows[0].int(0) ?? 1
        let load = DatabaseLoad(client: client, scale: scale)
        let startedAt = ProcessorClock.microseconds
        let started = ContinuousClock.now
        let operations = try await load.run(arguments[2], tasks: tasks, until: started + .seconds(seconds))
        let passed = (ContinuousClock.now - started).components
        let report = Report(
            operations: operations, seconds: Double(passed.seconds) + Double(passed.attoseconds) / 1e18,
            processor: ProcessorClock.microseconds - startedAt)
        FileHandle.standardOutput.write(try JSONEncoder().encode(report) + Data("\n".utf8))
        client.close()
        reactor.stop()
    }
}

/// What made the run worthless.
struct DatabaseLoadError: Error, CustomStringConvertible {
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
