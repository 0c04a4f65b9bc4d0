/// Two fronts, three workers and two schedulers on one database and one data directory.
struct ChaosInstance: Sendable {
    /// Until a job of a lost worker is taken back; a pause may be longer.
    static let lease = 3
    private static let grace = 5
    /// Grace, ten seconds for what comes after it, and as much again for a slow machine.
    static let patience = Duration.seconds(grace + 20)

    let fronts: [ChaosProcess]
    let workers: [ChaosProcess]
    let schedulers: [ChaosProcess]
    private let folder: String
    private let environment: [String: String]

    var all: [ChaosProcess] { fronts + workers + schedulers }

    init(in folder: String, database: String, queue: String?) {
        var environment = [
            "VITRINE_DATABASE": database, "VITRINE_QUEUE_LEASE": "\(Self.lease)",
            "VITRINE_WORKER_GRACE": "\(Self.grace)",
            "VITRINE_LOG_LEVEL": "notice",
        ]
        if let queue { environment["VITRINE_QUEUE"] = queue }
        self.folder = folder
        self.environment = environment
        func make(_ role: String, _ count: Int) -> [ChaosProcess] {
            (1...count).map {
                ChaosProcess("\(role)-\($0)", [role, "--data", "\(folder)/data"], in: folder, environment: environment)
            }
        }
        fronts = make("serve", 2)
        workers = make("work", 3)
        schedulers = make("schedule", 2)
    }

    /// Makes the tables, and starts everything.
    func start() async throws {
        let migrated = try await Terminal.run(["migrate"], environment, in: folder)
        guard migrated.status == 0 else { throw ChaosFailure("vitrine migrate: \(migrated.err)") }
        for process in all { try await process.start() }
    }

    func token(_ user: String, role: String) async throws -> String {
        let minted = try await Terminal.run(
            ["token", "--data", "\(folder)/data", "--user", user, "--role", role], environment, in: folder)
        guard let token = minted.lines.first else { throw ChaosFailure("no token: \(minted.err)") }
        return token
    }

    /// Asks all of them to end at once.
    func stop() async {
        await withTaskGroup(of: Void.self) { group in
            for process in all { group.addTask { await process.stop(within: Self.patience) } }
        }
    }
    func kill() async { for process in all { await process.kill() } }

    var logs: String { all.map { "\($0.log):\n" + ChaosFolder.tail(of: $0.log) }.joined() }
}
