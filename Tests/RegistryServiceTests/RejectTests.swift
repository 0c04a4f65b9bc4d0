import Catalog
import JSONDocument
import JobQueue
import ObjectStore
import RegistryCore
import RegistryService
import RegistryStore
import Testing

/// What is kept of uploads that fail, and for how long.
@Suite("Rejects")
struct RejectTests {
    /// A document of the fixture's schema whose `size` is no number, `count` times wrong.
    private static func wrong(_ path: String, size: String = "\"big\"") -> String {
        #"{"$schema":"thing/v1.json","path":"\#(path)","size":\#(size)}"#
    }

    private func errors(
        _ fixture: ServiceFixture, _ key: VersionKey, limit: Int = 500, after: String? = nil
    ) async throws -> RejectListing {
        try await fixture.services.rejects.errors(
            of: .version(key.version), in: key.project, after: after, limit: limit, for: ServiceFixture.alice)
    }

    @Test func documentsBeyondTheLimitAreCountedAndSaid() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let count = Limits.rejectsPerUpload + 7
        var files: [String: String] = [:]
        for number in 0..<count {
            let path = "f\(10_000 + number)"
            files[path + ".json"] = Self.wrong(path)
        }
        let job = try await fixture.publish(key, files)
        #expect(job.state == .discarded)
        #expect(job.result?["errors"]?.arrayValue?.count == Limits.validationErrors)
        let page = try await errors(fixture, key, limit: 1)
        #expect(page.body["total"]?.intValue == Limits.rejectsPerUpload)
        #expect(page.body["omitted"]?.intValue == 7)
        #expect(page.body["results"]?.arrayValue?.first?["path"] == "f10000.json")
    }

    @Test func problemsBeyondTheLimitOfADocumentAreCountedAndSaid() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let items = Array(repeating: "\"x\"", count: Limits.problemsPerReject + 5).joined(separator: ",")
        let document = #"{"$schema":"list/v1.json","path":"a.txt","items":[\#(items)]}"#
        try await fixture.publish(key, ["a.txt": "x", "a.txt.json": document])
        let page = try await errors(fixture, key)
        let reject = try #require(page.body["results"]?.arrayValue?.first)
        #expect(reject["problems"]?.arrayValue?.count == Limits.problemsPerReject)
        #expect(reject["omitted"] == 5)
        #expect(page.body["omitted"] == 0)
    }

    @Test func bytesBeyondTheLimitAreNotKeptAndLongTextsAreCut() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        // The member's name is in the pointer of each of the problems.
        let name = String(repeating: "n", count: 3_000)
        let short = String(repeating: "s", count: 1_900)
        func members(_ name: String) -> String {
            (0..<Limits.problemsPerReject).map { #""\#(name)\#($0)":"x""# }.joined(separator: ",")
        }
        var files: [String: String] = [
            "a.json": #"{"$schema":"list/v1.json","path":"a","more":{\#(members(name))}}"#
        ]
        for number in 0..<40 {
            files["b\(10 + number).json"] =
                #"{"$schema":"list/v1.json","path":"b\#(number)","more":{\#(members(short))}}"#
        }
        try await fixture.publish(key, files)
        let page = try await errors(fixture, key)
        let rejects = try #require(page.body["results"]?.arrayValue)
        #expect(rejects.first?["problems"]?.arrayValue?.first?["pointer"] == "/more")
        let texts = rejects.flatMap { $0["problems"]?.arrayValue ?? [] }
        #expect(texts.allSatisfy { ($0["pointer"]?.stringValue?.utf8.count ?? 0) <= Limits.problemTextBytes })
        #expect(texts.allSatisfy { ($0["message"]?.stringValue?.utf8.count ?? 0) <= Limits.problemTextBytes })
        let kept = try #require(page.body["results"]).serialized().count
        #expect(kept <= Limits.rejectBytes + Limits.rejectBytes / 4)
        #expect((page.body["omitted"]?.intValue ?? 0) > 0)
        #expect(rejects.count + (page.body["omitted"]?.intValue ?? 0) == 41)
    }

    @Test func anUploadWhoseJobGaveUpSaysWhy() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        let upload = try await fixture.start(key, ["a.txt": "x"])
        let job = try await fixture.complete(upload)
        let jobs = fixture.store.jobs
        let claim = try #require(
            try await jobs.claim(
                [job], by: WorkerID("test"), now: fixture.now, lease: fixture.now + .seconds(60)
            ).first)
        let end = JobEnd.discarded(result: nil, reason: "it gave up")
        #expect(try await jobs.finish([JobFinish(claim.claim, as: end)], now: fixture.now) == [claim.claim])
        fixture.advance(.seconds(60))
        try await Reconciler(registry: fixture.registry).run()
        let page = try await errors(fixture, key)
        #expect(page.body["upload"]?.stringValue == upload.id.description)
        let reject = try #require(page.body["results"]?.arrayValue?.first)
        #expect(reject["path"] == "")
        #expect(reject["problems"]?.arrayValue?.first?["message"]?.stringValue == "it gave up")
    }

    @Test func aLapsedUploadsErrorsAreKept() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.json": Self.wrong("a")])
        fixture.advance(.seconds(8 * 86_400))
        await fixture.runDueJobs()
        #expect(try await fixture.store.catalog.facts(of: key.project, version: key.version).last?.state == .lapsed)
        #expect(try await errors(fixture, key).body["total"] == 1)
    }

    /// Random uploads, right and wrong, and deletions: after each step the errors are those of the last one that failed.
    @Test(arguments: 0..<12) func errorsAreThoseOfTheLatestFailureUntilItIsRight(seed: UInt64) async throws {
        var generator = UploadLifeTests.Generator(state: seed)
        let fixture = try ServiceFixture(lanes: seed.isMultiple(of: 2) ? 1 : 8)
        let keys = [try fixture.key("demo", "1"), try fixture.key("demo", "2"), try fixture.key("else", "1")]
        var expected: [VersionKey: [String]] = [:]
        var started: Set<VersionKey> = []
        for step in 0..<25 {
            let key = keys[Int.random(in: 0..<keys.count, using: &generator)]
            switch Int.random(in: 0..<6, using: &generator) {
            case 0...2:
                let paths = (0...Int.random(in: 0...2, using: &generator)).map { "s\(step)-\($0).json" }
                try await fixture.publish(
                    key, Dictionary(uniqueKeysWithValues: paths.map { ($0, Self.wrong("of-\($0)")) }))
                expected[key] = paths
                started.insert(key)
            case 3...4:
                try await fixture.publish(key, ["s\(step).json": Self.wrong("x", size: "1")])
                expected[key] = nil
                started.insert(key)
            default:
                guard started.contains(key) else { continue }
                _ = try await fixture.services.versions.delete(
                    .version(key.version), of: key.project, for: ServiceFixture.alice)
                expected[key] = nil
                await fixture.runDueJobs()
            }
            for key in started {
                let told = try await errors(fixture, key).body["results"]?.arrayValue ?? []
                #expect(told.map { $0["path"]?.stringValue ?? "" } == expected[key] ?? [])
            }
            let found = try await fixture.services.rejects.search(
                text: nil, project: nil, type: nil, keyword: nil, after: nil, limit: 500, for: ServiceFixture.alice)
            #expect(found.body["total"]?.intValue == expected.values.reduce(0) { $0 + $1.count })
        }
    }
}
