import Catalog
import JSONDocument
import JobQueue
import ObjectStore
import RegistryCore
import RegistryService
import RegistryStore
import SearchIndex
import Testing

/// Random sequences of everything that can happen to the uploads of one version, checked after every step.
@Suite("The life of uploads")
struct UploadLifeTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(arguments: 0..<24) func holdsItsPromisesUnderAnySequence(seed: Int) async throws {
        var generator = Generator(state: UInt64(seed))
        let fixture = try ServiceFixture(lanes: seed.isMultiple(of: 2) ? 1 : 8)
        let key = try fixture.key()
        var history = History()
        for _ in 0..<40 {
            try await step(fixture, key, &history, &generator)
            try await check(fixture, key, &history)
        }
        #expect(!history.uploads.isEmpty)
    }

    /// What the test remembers between steps.
    struct History {
        var uploads: [UploadKey] = []
        var contents: [UploadID: [String]] = [:]
        var revisions: [UploadID: Int] = [:]
        var fences: [UploadID: Int] = [:]
        var count = 0
    }

    private func step(
        _ fixture: ServiceFixture, _ key: VersionKey, _ history: inout History, _ generator: inout Generator
    ) async throws {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0...2:
            history.count += 1
            let names = (0..<Int.random(in: 1...3, using: &generator)).map { "file-\(history.count)-\($0).txt" }
            let expires = Int.random(in: 0..<5, using: &generator) == 0 ? "in 3 days" : nil
            let files = Dictionary(uniqueKeysWithValues: names.map { ($0, "text of \($0)") })
            guard let upload = try? await fixture.start(key, files, expiresIn: expires) else { return }
            history.uploads.append(upload)
            history.contents[upload.id] = names.sorted()
        case 3...4:
            guard let upload = history.uploads.randomElement(using: &generator) else { return }
            _ = try? await fixture.complete(upload)
        case 5:
            guard let upload = history.uploads.randomElement(using: &generator) else { return }
            _ = try? await fixture.services.uploads.abort(key, upload: upload.id, for: ServiceFixture.alice)
        case 6...8: await fixture.runDueJobs()
        case 9: fixture.advance(.seconds(Int.random(in: 1...4 * 86_400, using: &generator)))
        case 10: try await Reconciler(registry: fixture.registry).run()
        default:
            guard Int.random(in: 0..<3, using: &generator) == 0 else { return }
            _ = try await fixture.services.versions.delete(
                .version(key.version), of: key.project, for: ServiceFixture.alice)
        }
    }

    private func check(_ fixture: ServiceFixture, _ key: VersionKey, _ history: inout History) async throws {
        let facts = try await fixture.store.catalog.facts(of: key.project, version: key.version)
        var active = 0
        var sealedInOrder: [(Timestamp, Int)] = []
        for upload in history.uploads {
            let record = try #require(try await fixture.store.catalog.upload(upload))
            if record.state.isActive { active += 1 }
            #expect((record.state == .indexed) == (facts.current?.key == upload), "current is what is indexed")
            if let revision = record.revision {
                #expect(history.revisions[upload.id, default: revision] == revision, "a revision never changes")
                history.revisions[upload.id] = revision
                if let sealedAt = record.sealedAt { sealedInOrder.append((sealedAt, revision)) }
            } else {
                #expect(history.revisions[upload.id] == nil, "a revision is never taken away")
            }
            #expect(record.fence >= history.fences[upload.id, default: 0], "fences only rise")
            history.fences[upload.id] = record.fence
        }
        #expect(active <= 1, "one active upload of a version at most")
        let revisions = history.revisions.values
        #expect(Set(revisions).count == revisions.count, "revisions are distinct")
        let byRevision = sealedInOrder.sorted { $0.1 < $1.1 }.map(\.0)
        #expect(byRevision == byRevision.sorted(), "revisions follow the order of sealing")
        let shown = try await fixture.shown(key)
        let expected = facts.current.flatMap { history.contents[$0.key.id] } ?? []
        #expect(shown == expected, "what is searched is what is served, whole")
    }

    @Test func aVersionServesItsOldContentUntilTheNewIsPublished() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one", "b.txt": "two"])
        let second = try await fixture.start(key, ["c.txt": "three"])
        #expect(try await fixture.shown(key) == ["a.txt", "b.txt"])
        _ = try await fixture.complete(second)
        #expect(try await fixture.shown(key) == ["a.txt", "b.txt"])
        await fixture.runDueJobs()
        #expect(try await fixture.shown(key) == ["c.txt"])
    }

    @Test func aFailedReuploadLeavesWhatWasServed() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        let job = try await fixture.publish(key, ["a.txt.json": "not json"])
        #expect(job.state == .discarded)
        #expect(try await fixture.shown(key) == ["a.txt"])
    }

    @Test func everyErrorIsReportedWithItsPointer() async throws {
        let fixture = try ServiceFixture()
        let job = try await fixture.publish(
            try fixture.key(),
            [
                "a.json": #"{"$schema": "thing/v1.json", "path": "a.json", "size": "large"}"#,
                "b.json": #"{"$schema": "thing/v1.json"}"#, "c.json": "[",
                "d.json": String(repeating: "[", count: 10_000),
            ])
        #expect(job.state == .discarded)
        let errors = job.result?["errors"]?.arrayValue ?? []
        #expect(errors.contains { $0["path"] == "a.json" && $0["pointer"] == "/size" })
        #expect(errors.contains { $0["path"] == "b.json" })
        #expect(errors.contains { $0["path"] == "c.json" })
        #expect(errors.contains { $0["path"] == "d.json" })
    }

    @Test func anUploadWhoseJobIsGoneFailsWithinOneReconciliation() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let upload = try await fixture.start(key, ["a.txt": "one"])
        let job = try await fixture.complete(upload)
        var set = ChangeSet(lane: fixture.store.lanes.lane(of: key.project))
        set.jobs = [.cancel(job)]
        try await fixture.store.commit(set)
        fixture.advance(.seconds(30))
        try await Reconciler(registry: fixture.registry).run()
        #expect(try await fixture.store.catalog.upload(upload)?.state == .failed)
    }

    @Test func aFileReplacedAfterCompletionFailsTheUploadAndIsNamed() async throws {
        let fixture = try ServiceFixture()
        let upload = try await fixture.start(try fixture.key(), ["a.txt": "one", "b.txt": "two"])
        let job = try await fixture.complete(upload)
        let staged = try await fixture.objects.list(prefix: "demo/1/..upload/", after: nil, limit: 10)
        let target = try #require(staged.first { $0.key.description.hasSuffix("b.txt") })
        try await fixture.objects.put(.text("evil"), at: target.key)
        await fixture.runDueJobs(only: ["index_upload"])
        let ended = try #require(try await fixture.store.jobs.job(job))
        #expect(ended.state == .discarded)
        #expect(ended.result?["errors"]?.arrayValue?.first?["path"] == "b.txt")
        #expect(try await fixture.shown(try fixture.key()) == [])
    }

    @Test func nothingStagedOutlivesItsUploadAndNothingServedIsPurged() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        try await fixture.publish(key, ["a.txt": "two"])
        let aborted = try await fixture.start(key, ["z.txt": "never"])
        _ = try await fixture.services.uploads.abort(key, upload: aborted.id, for: ServiceFixture.alice)
        fixture.advance(.seconds(3 * 86_400))
        await fixture.runDueJobs()
        let keys = try await fixture.objects.list(prefix: "", after: nil, limit: 100).map(\.key.description)
        #expect(!keys.contains { $0.contains("..upload") })
        #expect(keys.contains("demo/1/..r2/a.txt"))
        #expect(!keys.contains("demo/1/a.txt"))
        #expect(keys.contains("demo/1/..meta/manifest-2.json"))
    }

    @Test func parallelProvisionsGetDistinctIDs() async throws {
        let fixture = try ServiceFixture(lanes: 8)
        let keys = try await withThrowingTaskGroup(of: VersionKey.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await fixture.services.uploads.provisionProject(prefix: nil, for: ServiceFixture.alice)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(keys).count == 60)
        #expect(keys.allSatisfy { $0.version.description == "1" })
    }

    @Test func aProvisionThatIsNotTakenUpIsReleased() async throws {
        let fixture = try ServiceFixture()
        let key = try await fixture.services.uploads.provisionProject(prefix: nil, for: ServiceFixture.alice)
        fixture.advance(.seconds(3_700))
        await fixture.runDueJobs()
        let facts = try await fixture.store.catalog.facts(of: key.project, version: key.version)
        #expect(facts.version == nil)
    }

    @Test func aTransientVersionEndsOnItsDay() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let upload = try await fixture.start(key, ["a.txt": "one"], expiresIn: "in 2 days")
        _ = try await fixture.complete(upload)
        await fixture.runDueJobs()
        #expect(try await fixture.shown(key) == ["a.txt"])
        fixture.advance(.seconds(2 * 86_400 + 60))
        await fixture.runDueJobs()
        #expect(try await fixture.shown(key) == [])
        #expect(try await fixture.store.catalog.upload(upload)?.state == .expired)
    }

    @Test func storageThatIsAheadOfTheDatabaseIsNotWrittenOver() async throws {
        let before = try ServiceFixture()
        let key = try before.key()
        try await before.publish(key, ["a.txt": "one"])
        // The same storage under a database that has forgotten: a restore from an older backup.
        let restored = try ServiceFixture(objects: before.objects)
        let job = try await restored.publish(key, ["a.txt": "another"])
        #expect(job.state == .discarded)
        #expect(job.result?["errors"]?.arrayValue?.first?["message"]?.stringValue?.contains("later state") == true)
        let served = try await before.objects.get("demo/1/a.txt").collect(upTo: 100)
        #expect(String(decoding: served, as: UTF8.self) == "one")
    }

    @Test func aWalkOverAVersionThatIsReplacedEndsAndSaysSo() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let files = { (text: String) in Dictionary(uniqueKeysWithValues: (0..<60).map { ("file-\($0).txt", text) }) }
        try await fixture.publish(key, files("one"))
        let page = try await fixture.services.searches.documents(
            of: .version(key.version), in: key.project, for: .anonymous)
        #expect(page.results.count == 50)
        let scroll = try #require(page.scroll)
        try await fixture.publish(key, files("two"))
        let gone = await #expect(throws: RegistryError.self) {
            _ = try await fixture.services.searches.next(scroll, for: .anonymous)
        }
        #expect(gone?.code == .expired)
    }

    @Test func aRevisionThatIsSupersededAnswersLikeNothing() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        try await fixture.publish(key, ["a.txt": "two"])
        let old = ArtifactReference(
            project: key.project, path: try ArtifactPath(parsing: "a.txt"), version: .revision(Revision(1)))
        let gone = await #expect(throws: RegistryError.self) {
            _ = try await fixture.services.artifacts.document(old, followsLinks: false, for: .anonymous)
        }
        #expect(gone?.code == .notFound)
    }
}
