import Foundation
import JSONDocument

/// One run: servers, processes, load and faults; then healing, drain and verdict.
struct ChaosRun: Sendable {
    private static let projects = (1...20).map { "chaos-\($0 < 10 ? "0" : "")\($0)" }
    private static let versions = (1...4).map { "\($0)" }
    /// Never open to strangers.
    private static let secret = Set(projects.prefix(4))
    private static let clients = 8
    /// How long clients may take once everything is healed.
    private static let settling = Duration.seconds(120)

    let settings: ChaosSettings

    /// Returns the report; the folder with everybody's logs stays when something was wrong.
    func run() async throws -> ChaosReport {
        let folder = try ChaosFolder()
        let persistence = ChaosRedis.Persistence.allCases[Int(settings.seed % 3)]
        let postgres = try await ChaosPostgres.start(in: folder.path)
        var redis: ChaosRedis?
        do {
            if settings.queue == .redis { redis = try await ChaosRedis.start(in: folder.path, persistence) }
            let instance = ChaosInstance(in: folder.path, database: postgres.url, queue: redis?.singleURL)
            do {
                var report = try await run(instance, postgres, redis)
                report.persistence = settings.queue == .redis ? persistence.rawValue : "none"
                if !report.violations.isEmpty {
                    report.logs = instance.logs + postgres.log + (redis?.log ?? "")
                    report.folder = folder.path
                }
                await end(postgres, redis)
                if report.violations.isEmpty { folder.remove() }
                return report
            } catch {
                Self.log("\(error)\n\(instance.logs)\(postgres.log)\(redis?.log ?? "")")
                await instance.kill()
                throw error
            }
        } catch {
            await end(postgres, redis)
            throw error
        }
    }

    private func end(_ postgres: ChaosPostgres, _ redis: ChaosRedis?) async {
        await postgres.stop()
        await redis?.stop()
    }

    static func log(_ line: String) { FileHandle.standardError.write(Data("chaos: \(line)\n".utf8)) }

    private func run(
        _ instance: ChaosInstance, _ postgres: ChaosPostgres, _ redis: ChaosRedis?
    ) async throws -> ChaosReport {
        try await instance.start()
        let token = try await instance.token("chaos", role: "uploader")
        let begin = ContinuousClock.now
        let end = begin + settings.duration
        // On a busy machine the last faults take longer than planned.
        let limit = end + Self.settling * 2
        let slots = Self.projects.flatMap { project in
            Self.versions.map { ChaosJournal.Slot(project: project, version: $0) }
        }
        let journal = ChaosJournal(slots: slots, closed: Self.secret)
        let ports = instance.fronts.map(\.port)
        let fronts = ChaosFronts(ports: ports, token: token, until: limit)
        let strangers = ChaosFronts(ports: ports, token: nil, until: limit)
        let clients = (0..<Self.clients).map { number in
            let own = Set(Self.projects.enumerated().filter { $0.offset % Self.clients == number }.map(\.element))
            return ChaosClient(
                fronts: fronts, journal: journal, slots: slots.filter { own.contains($0.project) },
                secret: Self.secret, seed: settings.seed &+ UInt64(number) &* 1_000_003)
        }
        let owner = ChaosReader(fronts: fronts, journal: journal, projects: Self.projects)
        let stranger = ChaosReader(fronts: strangers, journal: journal, projects: Self.projects)
        let adversary = ChaosAdversary(instance: instance, postgres: postgres, redis: redis)
        let seed = settings.seed
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { try await client.run(until: end) } }
            group.addTask { try await owner.ownerReads(until: end, seed: seed ^ 1) }
            group.addTask { try await stranger.strangerReads(until: end, seed: seed ^ 2) }
            group.addTask { try await adversary.run(ChaosFault.plan(settings), since: begin) }
            try await group.waitForAll()
        }

        let healed = ContinuousClock.now
        for process in instance.all {
            process.look()
            try await process.start()
        }
        for fronts in [fronts, strangers] { fronts.goOn(until: .now + Self.settling * 3) }
        try await settle(clients, journal, until: .now + Self.settling - .seconds(20))
        let verdict = ChaosVerdict(postgres: postgres, journal: journal)
        try await verdict.drain()
        let drained = ContinuousClock.now - healed
        try await verdict.check()
        for project in Self.projects {
            try await owner.ownerReads(project)
            for way in 0..<ChaosReader.ways { try await stranger.strangerReads(project, by: way) }
        }
        for process in instance.all { process.look() }
        await instance.stop()
        for fault in instance.all.flatMap(\.faults) { journal.violation(fault) }
        for answer in fronts.strange + strangers.strange { journal.violation(answer) }
        return try await ChaosReport(
            settings: settings, adversary: adversary, journal: journal, instance: instance, postgres: postgres,
            fronts: [fronts, strangers], judged: owner.answers + stranger.answers, drained: drained)
    }

    private func settle(
        _ clients: [ChaosClient], _ journal: ChaosJournal, until limit: ContinuousClock.Instant
    ) async throws {
        try await withThrowingTaskGroup(of: [ChaosJournal.Upload].self) { group in
            for client in clients { group.addTask { try await client.settle(until: limit) } }
            for try await open in group {
                for upload in open { journal.violation("\(upload.marker) has not ended", upload: upload.id) }
            }
        }
    }
}
