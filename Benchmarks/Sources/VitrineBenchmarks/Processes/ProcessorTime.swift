internal import Foundation

/// Processor time that a process has used, its threads' included; counted in steps of 10 ms.
enum ProcessorTime {
    /// - Returns: microseconds, user and system together.
    /// - Throws: when there is no such process.
    static func microseconds(of process: pid_t) throws -> Double {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = line.lastIndex(of: ")")
        else { throw BenchError("the process \(process) has ended") }
        // proc(5): utime and stime are fields 14 and 15; the name, field 2, may hold spaces.
        let fields = line[line.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchError("'/proc/\(process)/stat' is not as proc(5) says")
        }
        return (user + system) * 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
