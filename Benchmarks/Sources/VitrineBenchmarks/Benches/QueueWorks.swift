internal import Foundation

/// What our programs and their peers are asked, each answering with one object or one line.
struct QueueWorks {
    struct Load: Decodable {
        let operations: Double
        let seconds: Double
        /// Microseconds.
        let processor: Double

        var rate: Double { operations / seconds }
        var cost: Double { processor / operations }
    }
    struct Tickets: Decodable {
        let tickets: Double
        let seconds: Double
        let processor: Double

        var rate: Double { tickets / seconds }
        var cost: Double { processor / tickets }
    }
    struct Latency: Decodable {
        /// Milliseconds.
        let p50: Double
        let p99: Double
    }
    /// What `queue_load.py` says: rates, and microseconds and milliseconds.
    struct Peer: Decodable {
        let enqueued: Double
        let enqueuer: Double
        let executed: Double
        let worker: Double
        let p50: Double
        let p99: Double
    }
    let setting: BenchSetting
    let servers: QueueServers

    // MARK: Ours

    func dispatch(_ work: String, size: Int, count: Int) throws -> Tickets {
        try decoded("dispatch-load", [servers.redis, work, "\(size)", "\(count)"])
    }
    /// - Parameter durably: whether the record is in PostgreSQL, and not in the program's memory.
    func queue<Answer: Decodable>(_ work: String, durably: Bool, count: Int, size: Int) throws -> Answer {
        try decoded("queue-load", queueArguments(work, durably: durably, count: count, size: size))
    }
    /// Each run has keys of its own, unless `instance` names them.
    func queueArguments(
        _ work: String, durably: Bool, instance: String = "run-\(UInt32.random(in: 0 ... .max))", count: Int, size: Int
    ) -> [String] {
        [work, servers.redis, durably ? servers.postgres : "memory", instance, "\(count)", "\(size)"]
    }
    private func decoded<Answer: Decodable>(_ program: String, _ arguments: [String]) throws -> Answer {
        let text = try Command(path: try setting.companion(program), arguments: arguments, deadline: 120).output()
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    }

    // MARK: Peers

    /// The same scripts from C; nil when that program could not be built.
    func scripts(_ work: String, size: Int, count: Int) throws -> Tickets? {
        let program = try setting.companion("redis-scripts")
        guard FileManager.default.isExecutableFile(atPath: program), let url = URL(string: servers.redis),
            let host = url.host, let port = url.port, let password = url.password
        else { return nil }
        let taught = try Command(
            path: try setting.companion("dispatch-load"), arguments: [servers.redis, "scripts"], deadline: 60
        ).output().split(whereSeparator: \.isWhitespace).map(String.init)
        guard taught.count == 4 else { throw BenchError("dispatch-load does not say which scripts there are") }
        let arguments = [host, "\(port)", password, taught[0], work, "\(size)", "\(count)"] + taught.dropFirst()
        let answer = try Command(path: program, arguments: arguments, deadline: 120).output()
        let numbers = answer.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 2 else { throw BenchError("redis-scripts does not say what it did") }
        return Tickets(
            tickets: Double(count), seconds: Double(count) / numbers[0], processor: numbers[1] * Double(count))
    }

    /// Commands per second of one connection, `pipelined` at a time.
    func raw(_ command: String, pipelined: Int, count: Int) throws -> Double {
        let text = try Shell.output(
            "set -f; redis-benchmark -u \"$1\" --csv -c 1 -P \"$2\" -n \"$3\" $4 2>/dev/null",
            [servers.redisTools, "\(pipelined)", "\(count)", command])
        // The name of the command, then commands per second, each in quotation marks; names hold no comma.
        let fields = text.split(whereSeparator: \.isNewline).last?.split(separator: ",") ?? []
        guard fields.count > 1, let rate = Double(fields[1].filter { $0 != "\"" }) else {
            throw BenchError("redis-benchmark does not say how fast '\(command)' is")
        }
        return rate
    }

    /// Nil when it cannot be run here.
    func peer(_ name: String, jobs: Int, timed: Int) throws -> Peer? {
        guard let python = setting.python, let broker = name == "dramatiq" ? servers.rabbit : servers.redis else {
            return nil
        }
        let folder = try setting.folder("queue-peer")
        defer { setting.remove(folder) }
        let text = try Command(
            path: python, arguments: [setting.peers + "/queue_load.py", name, broker, folder, "\(jobs)", "\(timed)"],
            deadline: 240
        ).output()
        return try JSONDecoder().decode(Peer.self, from: Data(text.utf8))
    }

    /// Commits per second of PostgreSQL itself, one after the other, of one row each.
    func commitRate() throws -> Double {
        let text = try Shell.output(
            """
            psql -Xq "$2" -c 'CREATE TABLE IF NOT EXISTS bench_commits (n bigint)' &&
              echo 'INSERT INTO bench_commits VALUES (1);' >"$3" &&
              "$1/pgbench" -n -M prepared -c 1 -T 2 -f "$3" "$2" 2>/dev/null
            """, [servers.programs, servers.postgres, setting.scratch + "/commit.sql"])
        let line = text.split(separator: "\n").last { $0.hasPrefix("tps =") } ?? ""
        guard let rate = line.split(separator: " ").compactMap({ Double($0) }).first else {
            throw BenchError("pgbench does not say how many commits there were")
        }
        return rate
    }
}
