internal import Foundation

/// Our PostgreSQL client beside PostgreSQL's own programs, on a server of its own.
struct DatabaseThroughput: Bench {
    static let name = "postgres-client"
    static let summary = "point reads, small transactions and rows loaded per second, beside pgbench and psql"

    private static let scale = 10
    private static let connections = 8
    private static let tasks = 64
    /// As `DatabaseLoad.copiedRows`.
    private static let copiedRows = 200_000

    private struct Load: Decodable {
        let operations: Double
        let seconds: Double
        /// Microseconds.
        let processor: Double

        var rate: Double { operations / seconds }
        var cost: Double { processor / operations }
    }
    private struct Work {
        let argument: String
        let name: String
        let peer: String
        let target: Double
        /// Of the server's program; nil is the load of rows.
        let pgbench: [String]?
    }
    private static let works = [
        Work(
            argument: "reads", name: "point reads", peer: "pgbench -S", target: 0.7, pgbench: ["-S"]),
        Work(
            argument: "transactions", name: "transactions of 5 statements", peer: "pgbench (tpcb-like)", target: 0.8,
            pgbench: []),
        Work(argument: "copy", name: "rows loaded", peer: "psql \\copy", target: 0.8, pgbench: nil),
    ]

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        guard let programs = Self.programs else {
            Terminal.note("  left out: PostgreSQL's server and pgbench are not installed")
            return []
        }
        let folder = try setting.folder(Self.name)
        let script = setting.peers + "/../../scripts/postgres"
        let url = try bash(
            // A server keeps what it inherits open, and this program would wait for that.
            "for file in /proc/$$/fd/*; do n=${file##*/}; [ $n -le 2 ] || eval \"exec $n>&-\"; done; exec \"$@\"",
            script,
            "start", folder
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        defer {
            _ = try? bash("exec \"$@\"", script, "stop", folder)
            setting.remove(folder)
        }
        try prepare(url, programs, below: folder)
        return try Self.works.flatMap { work -> [BenchResult] in
            var ours: [Load] = []
            var theirs: [Load] = []
            for round in 1...setting.rounds {
                Terminal.note("  \(work.name), round \(round) of \(setting.rounds)")
                ours.append(try load(work, url, in: setting))
                theirs.append(try peer(work, url, programs, below: folder, in: setting))
            }
            return [
                BenchResult(
                    "\(work.name) per second, against \(work.peer)", ours: ours.map(\.rate), peer: theirs.map(\.rate),
                    unit: "1/s", .moreIsBetter, target: work.target),
                BenchResult(
                    "client's CPU time, \(work.name), against \(work.peer)", ours: ours.map(\.cost),
                    peer: theirs.map(\.cost), unit: "µs", .lessIsBetter),
            ]
        }
    }

    /// The folder of the newest version's programs.
    static var programs: String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.max { $0.compare($1, options: .numeric) == .orderedAscending }
        let folder = newest.map { "\(root)/\($0)/bin" }
        return folder.flatMap { FileManager.default.isExecutableFile(atPath: $0 + "/pgbench") ? $0 : nil }
    }

    private func prepare(_ url: String, _ programs: String, below folder: String) throws {
        _ = try bash("exec \"$@\" 2>/dev/null", programs + "/pgbench", "-i", "-q", "-s", "\(Self.scale)", url)
        let rows =
            "SELECT n, 'reads/sample_' || n || '.fastq.gz', n * 4096 FROM generate_series(0, \(Self.copiedRows - 1)) n"
        _ = try bash(
            "psql -Xq \"$1\" -c 'CREATE TABLE copied (n bigint, name text, size bigint)' && psql -Xq \"$1\" -c \"$2\" >\"$3\"",
            url, "COPY (\(rows)) TO STDOUT", folder + "/rows.txt")
    }

    private func load(_ work: Work, _ url: String, in setting: BenchSetting) throws -> Load {
        let text = try Command(
            path: setting.companion("database-load"),
            arguments: [url, work.argument, "\(setting.seconds)", "\(Self.tasks)", "\(Self.connections)"],
            deadline: 60 + setting.seconds
        ).output()
        return try JSONDecoder().decode(Load.self, from: Data(text.utf8))
    }

    private func peer(
        _ work: Work, _ url: String, _ programs: String, below folder: String, in setting: BenchSetting
    ) throws -> Load {
        let timed = "TIMEFORMAT='took %R %U %S'; { time \"$@\" 2>/dev/null; } 2>&1"
        let text: String
        if let script = work.pgbench {
            let command = [programs + "/pgbench", "-n", "-M", "prepared", "-c", "\(Self.connections)", "-j", "2"]
            text = try bash(timed, command + ["-T", "\(setting.seconds)"] + script + [url])
        } else {
            let command = ["psql", "-Xq", url, "-c", "BEGIN", "-c", "TRUNCATE copied"]
            text = try bash(timed, command + ["-c", "\\copy copied from '\(folder)/rows.txt'", "-c", "COMMIT"])
        }
        func numbers(after word: String) -> [Double] {
            let line = text.split(separator: "\n").last { $0.hasPrefix(word) } ?? ""
            return line.split(separator: " ").compactMap { Double($0) }
        }
        let took = numbers(after: "took")
        guard took.count == 3 else { throw BenchError("\(work.peer) did not say how long it took") }
        let processor = (took[1] + took[2]) * 1_000_000
        guard work.pgbench != nil else {
            return Load(operations: Double(Self.copiedRows), seconds: took[0], processor: processor)
        }
        guard let count = numbers(after: "number of transactions actually processed:").first,
            let rate = numbers(after: "tps =").first
        else { throw BenchError("\(work.peer) did not say what it did") }
        return Load(operations: count, seconds: count / rate, processor: processor)
    }

    private func bash(_ script: String, _ arguments: String...) throws -> String { try bash(script, arguments) }
    private func bash(_ script: String, _ arguments: [String]) throws -> String {
        try Command(path: "/bin/bash", arguments: ["-c", script, "bash"] + arguments, deadline: 120).output()
    }
}
