import Foundation
import JSONDocument
import Testing

/// `kill -9` at random points of an upload: `VITRINE_CRASHES` says how often (10), `VITRINE_CRASH_SEED` repeats a run.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(60)))
struct CrashTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
    private static func log(_ line: String) { FileHandle.standardError.write(Data("crash: \(line)\n".utf8)) }

    @Test func aKilledUploadCanGoOnAndIsSeenWholeOrNotAtAll() async throws {
        let rounds = Int(Self.setting("VITRINE_CRASHES") ?? 10)
        let seed = Self.setting("VITRINE_CRASH_SEED") ?? UInt64.random(in: 1...999_999)
        Self.log("\(rounds) rounds, VITRINE_CRASH_SEED=\(seed)")
        var generator = SplitMix(state: seed)
        let registry = try await RunningRegistry.start(environment: ["VITRINE_LOG_LEVEL": "warning"])
        let wire = registry.wire(try await registry.token("crash", roles: "uploader"))
        var served: [String: String] = [:]
        var held: Set<String> = []
        var indexing = 600
        for number in 1...rounds {
            let plan = CrashPlan(
                round: number, files: 2 * CrashRound.artifacts, indexing: indexing, using: &generator)
            let replaceable = served.keys.filter { !held.contains($0) }.sorted()
            let replaced = plan.isReupload ? replaceable.randomElement(using: &generator) : nil
            let project = replaced ?? "crash-\(number)"
            let round = CrashRound(
                plan: plan, registry: registry, wire: wire, project: project, served: served[project],
                marker: "r\(number)")
            do {
                let outcome = try await round.run()
                served[project] = outcome.served
                if outcome.isHeld { held.insert(project) }
                if let seen = outcome.indexing { indexing = Int(seen / .milliseconds(1)) }
                Self.log("\(plan): \(outcome.text)")
            } catch {
                let state = registry.hasEnded ? "has ended" : "runs"
                Self.log("\(plan): FAILED, \(error); the registry \(state), its log: \(registry.log)")
                throw error
            }
            // What other rounds made is still there, whole.
            let all = try await registry.wire().search("*", size: 1).total
            #expect(all == served.count * CrashRound.artifacts, "\(plan)")
        }
    }

    @Test func anUploadThatNobodyGoesOnWithLapsesOnTime() async throws {
        let registry = try await RunningRegistry.start()
        let wire = registry.wire(try await registry.token("crash", roles: "uploader"))
        let files = SentFile.artifacts(10, marker: "lapsed")
        let upload = try await RawUpload.start(
            files, project: "lapsing", version: "1", by: wire, completedBy: "in 10 seconds")
        // As many as a busy machine has time for.
        for file in files.prefix(12) { _ = try? await upload.put(file) }
        await registry.kill()
        try await registry.restart()

        let deadline = ContinuousClock.now + .seconds(15)
        var next: RawUpload?
        while next == nil, ContinuousClock.now < deadline {
            do {
                next = try await RawUpload.start(files, project: "lapsing", version: "1", by: wire)
            } catch let refused as RawUpload.Refused {
                #expect(refused.answer.status == 423, "\(refused)")
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        let again = try #require(next, "the version is still held 5 seconds after the deadline")
        #expect(try await (400...499).contains(upload.complete().status))
        #expect(try await wire.search("*").total == 0)
        try await again.put(files)
        try await again.publish()
        #expect(try await wire.search("marker:lapsed").total == 10)
    }
}
