internal import Foundation

/// The private servers of one run: Redis with its log written every second, PostgreSQL, and RabbitMQ for a peer.
struct QueueServers {
    let redis: String
    let postgres: String
    /// Nil when it is not installed, or nobody would ask it.
    let rabbit: String?
    /// Of PostgreSQL's own programs.
    let programs: String
    private let folder: String
    private let scripts: String
    private let peers: String

    init(_ setting: BenchSetting, below folder: String) throws {
        guard let programs = DatabaseThroughput.programs else {
            throw BenchError("PostgreSQL's server and pgbench are not installed: run scripts/system-packages servers")
        }
        self.programs = programs
        self.folder = folder
        scripts = setting.peers + "/../../scripts"
        peers = setting.peers
        redis = try Self.start(scripts + "/redis", folder + "/redis", "appendonly=yes", "appendfsync=everysec")
        do {
            postgres = try Self.start(scripts + "/postgres", folder + "/postgres")
            let hasRabbit = FileManager.default.isExecutableFile(atPath: "/usr/lib/rabbitmq/bin/rabbitmq-server")
            rabbit =
                hasRabbit && setting.python != nil ? try Self.start(peers + "/rabbitmq", folder + "/rabbitmq") : nil
        } catch {
            Self.stop(folder, scripts: scripts, peers: peers)
            throw error
        }
    }

    /// As Redis' own programs read it: with a name before the password.
    var redisTools: String { redis.replacing("://:", with: "://default:") }

    func stop() { Self.stop(folder, scripts: scripts, peers: peers) }

    /// Forgets all, so that the log of what was before is not written again meanwhile.
    func emptyRedis() throws { _ = try Shell.output("redis-cli -u \"$1\" FLUSHALL 2>/dev/null", [redisTools]) }

    /// Leaves no job behind that a later worker would take.
    func emptyRecord() throws { _ = try Shell.output("psql -Xq \"$1\" -c 'TRUNCATE jobs'", [postgres]) }

    /// A number that `INFO` of Redis has.
    func redisNumber(_ name: String) throws -> Double {
        let text = try Shell.output("redis-cli -u \"$1\" INFO all 2>/dev/null", [redisTools])
        // Its lines end with a carriage return and a line feed, which are one character of Swift.
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") }
        guard let line, let number = Double(line.dropFirst(name.count + 1)) else {
            throw BenchError("Redis does not say \(name)")
        }
        return number
    }
    /// Transactions that PostgreSQL has committed so far, as far as its sessions have told.
    func commits() throws -> Double {
        let sql = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
        let text = try Shell.output("psql -XtAq \"$1\" -c \"$2\"", [postgres, sql])
        guard let number = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchError("PostgreSQL does not say how many transactions there were")
        }
        return number
    }

    private static func start(_ script: String, _ arguments: String...) throws -> String {
        try Shell.output(
            // A server keeps what it inherits open, and this program would wait for that.
            "for file in /proc/$$/fd/*; do n=${file##*/}; [ $n -le 2 ] || eval \"exec $n>&-\"; done; exec \"$@\"",
            [script, "start"] + arguments
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    private static func stop(_ folder: String, scripts: String, peers: String) {
        let servers = [
            (scripts + "/redis", "/redis"), (scripts + "/postgres", "/postgres"), (peers + "/rabbitmq", "/rabbitmq"),
        ]
        for (script, name) in servers where FileManager.default.fileExists(atPath: folder + name) {
            _ = try? Shell.output("exec \"$@\"", [script, "stop", folder + name])
        }
    }
}

/// A command line of bash.
enum Shell {
    /// - Parameter arguments: `$1` and those behind it.
    static func output(_ script: String, _ arguments: [String], deadline: Int = 180) throws -> String {
        try Command(path: "/bin/bash", arguments: ["-c", script, "bash"] + arguments, deadline: deadline).output()
    }
}
