internal import Foundation

/// A server on loopback that says on standard output where it listens.
final class ServerProcess {
    /// The TCP port on 127.0.0.1.
    let port: UInt16
    private let process: Process
    private let lines: LineReader
    /// Closed when it is let go of.
    private let pipe: Pipe

    /// Starts it, and waits until its output names its URL.
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:], log: String) throws {
        let process = Process()
        let pipe = Pipe()
        guard FileManager.default.createFile(atPath: log, contents: nil) else {
            throw BenchError("'\(log)' cannot be written")
        }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VITRINE_") }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        do { try process.run() } catch { throw BenchError("'\(path)' cannot be started") }
        ChildProcesses.add(process.processIdentifier)
        self.process = process
        lines = LineReader(pipe.fileHandleForReading.fileDescriptor)
        let mark = "http://127.0.0.1:"
        let line = try Self.line(containing: mark, in: lines, log: log)
        guard let place = line.range(of: mark), let port = UInt16(line[place.upperBound...].prefix { $0.isNumber })
        else { throw BenchError("'\(line)' names no port") }
        self.port = port
        self.pipe = pipe
    }

    var id: pid_t { process.processIdentifier }

    /// Processor time used so far, in microseconds.
    func processorTime() throws -> Double { try ProcessorTime.microseconds(of: id) }

    func waitForLine(containing text: String) throws { _ = try Self.line(containing: text, in: lines, log: nil) }

    /// Asks it to end, and kills it when it has not within ten seconds.
    func stop() {
        process.terminate()
        for _ in 0..<1_000 where process.isRunning { usleep(10_000) }
        if process.isRunning { kill(id, SIGKILL) }
        process.waitUntilExit()
        ChildProcesses.remove(id)
    }

    private static func line(containing text: String, in lines: LineReader, log: String?) throws -> String {
        let deadline = ContinuousClock.now + .seconds(120)
        while let line = try lines.next(before: deadline) {
            if line.contains(text) { return line }
        }
        let said = log.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
        throw BenchError("a server ended before it said '\(text)': \(said.suffix(1_000))")
    }
}
