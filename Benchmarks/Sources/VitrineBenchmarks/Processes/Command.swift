internal import Foundation

/// A program that is run to its end for what it writes on standard output.
struct Command {
    let path: String
    let arguments: [String]
    /// Seconds after which it is killed.
    let deadline: Int

    /// - Throws: when it cannot be started, takes too long or ends with another status than 0.
    func output() throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VITRINE_") }
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw BenchError("'\(path)' cannot be started") }
        let id = process.processIdentifier
        ChildProcesses.add(id)
        defer { ChildProcesses.remove(id) }
        let lines = LineReader(pipe.fileHandleForReading.fileDescriptor)
        var text = ""
        do {
            while let line = try lines.next(before: .now + .seconds(deadline)) { text += line + "\n" }
        } catch {
            kill(id, SIGKILL)
            process.waitUntilExit()
            throw BenchError("'\(path)' took longer than \(deadline) s")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError("'\(path) \(arguments.first ?? "")' ended with status \(process.terminationStatus)")
        }
        return text
    }
}
