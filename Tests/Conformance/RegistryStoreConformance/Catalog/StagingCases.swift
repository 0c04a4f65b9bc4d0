internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let staging: [RegistryStoreCase] = [
        .init("declared files are seen from the commit on that starts their upload") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = fixture.newUpload(of: version)
            let files = ["a", "b"].map { FileRecord(path: ArtifactPath(literal: $0), declaredMD5: "md5-\($0)") }
            try await store.stage(.files(files), of: key, fence: 0)
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10) == [])
            try await fixture.commit(in: version.project) {
                $0.catalog = [
                    .insertVersion(VersionRecord(key: version, last: key.id, createdBy: nil)),
                    .insertUpload(fixture.record(key, fileCount: 2)),
                ]
            }
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10) == files)
        },
        .init("an upload of which a slice is missing does not start") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.startUpload(of: version)
            let key = fixture.newUpload(of: try fixture.version("2", of: version.project))
            try await store.stage(.files([FileRecord(path: ArtifactPath(literal: "a"))]), of: key, fence: 0)
            for count in [0, 2] {
                try await fixture.expectRefused(
                    [
                        .insertVersion(VersionRecord(key: key.version, last: key.id, createdBy: nil)),
                        .insertUpload(fixture.record(key, fileCount: count)),
                    ], in: version.project)
            }
        },
        .init("a slice that is repeated replaces what it wrote") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = fixture.newUpload(of: version)
            let path = ArtifactPath(literal: "a")
            for declared in ["first", "second"] {
                try await store.stage(.files([FileRecord(path: path, declaredMD5: declared)]), of: key, fence: 0)
            }
            try await fixture.commit(in: version.project) {
                $0.catalog = [
                    .insertVersion(VersionRecord(key: version, last: key.id, createdBy: nil)),
                    .insertUpload(fixture.record(key, fileCount: 1)),
                ]
            }
            #expect(
                try await store.catalog.files(of: key, after: nil, limit: 10)
                    == [FileRecord(path: path, declaredMD5: "second")])
            try await fixture.seal(key)
            let fence = try await fixture.claim(key)
            for number in [1, 2] {
                let document = try fixture.document("a", ["n": .number(.init(number))])
                try await store.stage(.documents([document]), of: key, fence: fence)
                try await store.stage(.placements([try fixture.file("a", in: key)]), of: key, fence: fence)
            }
            try await fixture.publish(key, documents: 1)
            let shown = try await store.index.document(try fixture.artifact("a", of: version), readableBy: .anonymous)
            #expect(shown?.staged.document["n"]?.intValue == 2)
        },
        .init("several full slices are one upload") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let count = StagedRows.sliceLimit + 1
            let documents = try (0..<count).map { try fixture.document("f\($0)") }
            let key = try await fixture.publish(version, documents: documents)
            #expect(try await store.index.count() == count)
            #expect(try await store.catalog.files(of: key, after: nil, limit: 2 * count).count == count)
        },
        .init("files cannot be declared for an upload that was started") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version, files: ["a"])
            await expectConflict {
                try await store.stage(.files([try fixture.file("b", in: key)]), of: key, fence: 0)
            }
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10).map(\.path.description) == ["a"])
        },
        .init("a completion's tags and sizes are kept while the upload is uploading") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version, files: ["a", "b"])
            let seal = FileSeal(path: ArtifactPath(literal: "a"), tag: "tag", size: 1 << 40)
            try await store.stage(.seals([seal]), of: key, fence: 0)
            let files = try await store.catalog.files(of: key, after: nil, limit: 10)
            #expect(
                files == [
                    FileRecord(path: seal.path, declaredMD5: "declared", tag: "tag", size: 1 << 40),
                    FileRecord(path: ArtifactPath(literal: "b"), declaredMD5: "declared"),
                ])
            try await fixture.seal(key)
            await expectConflict {
                try await store.stage(
                    .seals([FileSeal(path: seal.path, tag: "late", size: 2)]), of: key, fence: 0)
            }
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10) == files)
        },
        .init("rows for an upload that is not there are refused") { store in
            let fixture = StoreFixture(store)
            let key = fixture.newUpload(of: try fixture.version("1", of: try await fixture.makeProject()))
            let seal = FileSeal(path: ArtifactPath(literal: "a"), tag: "tag", size: 1)
            await expectConflict { try await store.stage(.seals([seal]), of: key, fence: 0) }
            await expectConflict {
                try await store.stage(.placements([try fixture.file("a", in: key)]), of: key, fence: 0)
            }
            await expectConflict {
                try await store.stage(.documents([try fixture.document("a")]), of: key, fence: 0)
            }
        },
        .init("placements are written under the current fence and keep what was declared") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version, files: ["a"])
            let placed = try fixture.file("a", in: key)
            await expectConflict { try await store.stage(.placements([placed]), of: key, fence: 0) }
            try await fixture.seal(key)
            await expectConflict { try await store.stage(.placements([placed]), of: key, fence: 0) }
            let lost = try await fixture.claim(key)
            let fence = try await fixture.claim(key)
            await expectConflict { try await store.stage(.placements([placed]), of: key, fence: lost) }
            #expect(try await store.catalog.files(of: key, after: nil, limit: 1).first?.key == nil)
            try await store.stage(.placements([placed]), of: key, fence: fence)
            let stored = try #require(try await store.catalog.files(of: key, after: nil, limit: 1).first)
            #expect(stored.declaredMD5 == "declared")
            #expect(stored.key == placed.key)
            #expect(stored.sha256 == placed.sha256)
            #expect(stored.md5 == placed.md5)
            #expect(stored.size == placed.size)
            #expect(stored.modified == placed.modified)
        },
        .init("a lost fence stages no documents") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version, files: ["a"])
            let slice = StagedRows.documents([try fixture.document("a")])
            await expectConflict { try await store.stage(slice, of: key, fence: 0) }
            try await fixture.seal(key)
            await expectConflict { try await store.stage(slice, of: key, fence: 0) }
            let lost = try await fixture.claim(key)
            try await store.stage(slice, of: key, fence: lost)
            let fence = try await fixture.claim(key)
            await expectConflict { try await store.stage(slice, of: key, fence: lost) }
            await expectConflict { try await store.stage(slice, of: key, fence: fence + 1) }
            try await store.stage(slice, of: key, fence: fence)
            try await fixture.publish(key, documents: 1)
            await expectConflict { try await store.stage(slice, of: key, fence: fence) }
        },
        .init("rows of a superseded upload are removed in slices") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let old = try await fixture.publish(version, "a", "b", "c")
            try await fixture.publish(version, "a", "d")
            var removed: [Int] = []
            repeat { removed.append(try await store.unstage(old, limit: 4)) } while removed.last != 0
            #expect(removed.reduce(0, +) == 6)
            #expect(removed.allSatisfy { $0 <= 4 })
            #expect(try await store.catalog.files(of: old, after: nil, limit: 10) == [])
            #expect(try await store.index.count() == 2)
            #expect(try await store.catalog.upload(old)?.state == .superseded)
        },
        .init("rows of a served upload are not removed") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.publish(version, "a", "b")
            _ = try? await store.unstage(key, limit: 100)
            #expect(try await store.index.count() == 2)
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10).count == 2)
        },
        .init("files of an upload that was never started are swept, in slices") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = fixture.newUpload(of: version)
            let files = (0..<5).map { FileRecord(path: ArtifactPath(literal: "\($0)")) }
            try await store.stage(.files(files), of: key, fence: 0)
            #expect(try await store.sweep(before: .current() - .seconds(60), limit: 100) == 0)
            var removed: [Int] = []
            repeat {
                removed.append(try await store.sweep(before: .current() + .seconds(60), limit: 2))
            } while removed.last != 0
            #expect(removed.reduce(0, +) == 5)
            #expect(removed.allSatisfy { $0 <= 2 })
        },
        .init("documents of a lost fence are swept, and what counts is left") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            try await fixture.publish(try fixture.version("served", of: project), "a", "b")
            try await fixture.startUpload(of: try fixture.version("uploading", of: project), files: ["a"])
            let version = try fixture.version("1", of: project)
            let key = try await fixture.prepare(
                version, documents: [try fixture.document("a"), try fixture.document("b")])
            let fence = try await fixture.claim(key)
            try await store.stage(.documents([try fixture.document("a")]), of: key, fence: fence)
            #expect(try await store.sweep(before: .current() + .seconds(60), limit: 100) == 2)
            #expect(try await store.sweep(before: .current() + .seconds(60), limit: 100) == 0)
            try await fixture.publish(key, documents: 1)
            #expect(try await store.index.count() == 3)
            #expect(try await store.catalog.files(of: key, after: nil, limit: 10).count == 2)
        },
        .init("all lanes are swept") { store in
            let fixture = StoreFixture(store)
            for number in 0..<20 {
                let version = try fixture.version("1", of: try ProjectID(parsing: "PRJ\(number)"))
                try await store.stage(
                    .files([FileRecord(path: ArtifactPath(literal: "a"))]), of: fixture.newUpload(of: version), fence: 0
                )
            }
            #expect(try await store.sweep(before: .current() + .seconds(60), limit: 15) == 15)
            #expect(try await store.sweep(before: .current() + .seconds(60), limit: 15) == 5)
        },
    ]
}
