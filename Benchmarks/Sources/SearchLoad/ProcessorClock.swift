internal import Foundation

/// Processor time, user and system, in milliseconds.
struct ProcessorClock: Sendable {
    struct Reading: Sendable {
        let here: Double
        let servers: Double

        static func - (left: Self, right: Self) -> Self {
            Self(here: left.here - right.here, servers: left.servers - right.servers)
        }
    }
    /// Processes of a server that works for this one.
    let servers: [Int]

    /// For the beginning of what is measured: looking at servers is not in it.
    var start: Reading {
        let servers = ofServers
        return Reading(here: Self.here, servers: servers)
    }
    /// For the end of what is measured.
    var end: Reading { Reading(here: Self.here, servers: ofServers) }

    private var ofServers: Double { servers.reduce(0) { $0 + Self.milliseconds(of: $1) } }

    private static var here: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// 0 for a process that has ended. `schedstat` begins with the nanoseconds spent on a processor
    /// (https://docs.kernel.org/scheduler/sched-stats.html).
    private static func milliseconds(of process: Int) -> Double {
        guard let file = fopen("/proc/\(process)/schedstat", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        let count = fread(&buffer, 1, buffer.count - 1, file)
        let digits = buffer.prefix(count).prefix { $0 >= 48 && $0 <= 57 }
        return Double(digits.reduce(0) { $0 * 10 + Int($1 - 48) }) / 1e6
    }
}
