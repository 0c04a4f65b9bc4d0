internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let catalogue: [RegistryStoreCase] = [
        .init("facts of what is not there are nil") { store in
            let fixture = StoreFixture(store)
            let absent = try ProjectID(parsing: "absent")
            #expect(
                try await store.catalog.facts(of: absent, version: try VersionID(parsing: "1")) == VersionFacts())
            let project = try await fixture.makeProject(policy: nil)
            let facts = try await store.catalog.facts(of: project, version: try VersionID(parsing: "1"))
            #expect(facts == VersionFacts(project: facts.project))
            #expect(facts.project != nil)
        },
        .init("facts of a project alone have nothing of its versions") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            try await fixture.publish(try fixture.version("1", of: project), "a")
            let facts = try await store.catalog.facts(of: project, version: nil)
            #expect(facts.project?.project == project)
            #expect(facts.projectPolicy?.policy == StoreFixture.open)
            #expect(facts.version == nil)
            #expect(facts.current == nil)
            #expect(facts.last == nil)
        },
        .init("facts tell the upload that is served and the one started last") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let first = try await fixture.publish(version, "a")
            var facts = try await store.catalog.facts(of: version.project, version: version.version)
            #expect(facts.current == facts.last)
            #expect(facts.current?.key == first)
            let second = try await fixture.startUpload(of: version)
            facts = try await store.catalog.facts(of: version.project, version: version.version)
            #expect(facts.current?.key == first)
            #expect(facts.current?.state == .indexed)
            #expect(facts.last?.key == second)
            #expect(facts.last?.state == .uploading)
        },
        .init("a revision names the version that serves its upload; a superseded one nothing") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            try await fixture.publish(version, "a")
            #expect(try await store.catalog.version(of: project, revision: Revision(1)) == version)
            let next = try await fixture.prepare(version, documents: [try fixture.document("a")])
            #expect(try await store.catalog.version(of: project, revision: Revision(1)) == version)
            #expect(try await store.catalog.version(of: project, revision: Revision(2)) == nil)
            try await fixture.publish(next, documents: 1)
            #expect(try await store.catalog.version(of: project, revision: Revision(1)) == nil)
            #expect(try await store.catalog.version(of: project, revision: Revision(2)) == version)
            #expect(try await store.catalog.version(of: project, revision: Revision(3)) == nil)
            let other = try await fixture.makeProject("OTHER")
            #expect(try await store.catalog.version(of: other, revision: Revision(2)) == nil)
            try await fixture.remove(next)
            #expect(try await store.catalog.version(of: project, revision: Revision(2)) == nil)
        },
        .init("the latest version is the one whose current upload has the highest revision") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: StoreFixture.closed)
            let (one, two) = (try fixture.version("1", of: project), try fixture.version("2", of: project))
            #expect(try await store.catalog.latestVersion(of: project) == nil)
            try await fixture.publish(one, "a")
            let second = try await fixture.publish(two, "a")
            #expect(try await store.catalog.latestVersion(of: project) == two)
            let third = try await fixture.prepare(one, documents: [try fixture.document("a")])
            #expect(try await store.catalog.latestVersion(of: project) == two)
            try await fixture.publish(third, documents: 1)
            #expect(try await store.catalog.latestVersion(of: project) == one)
            try await fixture.remove(third)
            #expect(try await store.catalog.latestVersion(of: project) == two)
            try await fixture.remove(second)
            #expect(try await store.catalog.latestVersion(of: project) == nil)
        },
        .init("files are listed in ascending order of their paths' bytes, in pages") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let paths = ["z", "a", "a/b", "a-b", "Z", "\u{e9}", "e", "\u{1F9EC}", "\u{FB01}", "10", "9"]
            let key = try await fixture.startUpload(of: version, files: paths)
            let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for limit in [1, 3, 11, 50] {
                var listed: [ArtifactPath] = []
                while true {
                    let page = try await store.catalog.files(of: key, after: listed.last, limit: limit)
                    #expect(page.count <= limit)
                    if page.isEmpty { break }
                    listed += page.map(\.path)
                }
                #expect(listed.map(\.description) == sorted)
            }
        },
        .init("a file is that of the served upload, for those who may read it") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: StoreFixture.closed)
            let version = try fixture.version("1", of: project)
            let (a, b) = (try fixture.artifact("a", of: version), try fixture.artifact("b", of: version))
            try await fixture.publish(version, "a")
            let file = try #require(try await store.catalog.file(a, readableBy: StoreFixture.anna))
            #expect(file.key == "PRJ1/1/a")
            #expect(try await store.catalog.file(a, readableBy: StoreFixture.ben) == file)
            #expect(try await store.catalog.file(a, readableBy: StoreFixture.admin) == file)
            #expect(try await store.catalog.file(a, readableBy: .anonymous) == nil)
            #expect(try await store.catalog.file(b, readableBy: StoreFixture.anna) == nil)
            let next = try await fixture.prepare(version, documents: [try fixture.document("b")])
            #expect(try await store.catalog.file(a, readableBy: StoreFixture.anna) == file)
            #expect(try await store.catalog.file(b, readableBy: StoreFixture.anna) == nil)
            try await fixture.publish(next, documents: 1)
            #expect(try await store.catalog.file(a, readableBy: StoreFixture.anna) == nil)
            #expect(try await store.catalog.file(b, readableBy: StoreFixture.anna) != nil)
            try await fixture.remove(next)
            #expect(try await store.catalog.file(b, readableBy: StoreFixture.anna) == nil)
        },
        .init("versions are listed by ascending revision, not by name") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for name in ["z", "10", "9", "a"] { try await fixture.publish(try fixture.version(name, of: project), "a") }
            try await fixture.publish(try fixture.version("10", of: project), "a")
            let listed = try await store.catalog.versions(of: project, readableBy: .anonymous)
            #expect(listed.map(\.version.description) == ["z", "9", "a", "10"])
            #expect(listed.map(\.revision.number) == [1, 3, 4, 5])
        },
        .init("a version is listed while it serves at least one document") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            func listed() async throws -> [Int] {
                let versions = try await store.catalog.versions(of: project, readableBy: StoreFixture.admin)
                let page = try await store.catalog.projects(readableBy: StoreFixture.admin, after: nil, limit: 10)
                #expect(page.projects.flatMap(\.versions) == versions)
                #expect(page.total == (versions.isEmpty ? 0 : 1))
                return versions.map(\.revision.number)
            }
            try await fixture.publish(version, documents: [])
            #expect(try await listed() == [])
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
            #expect(try await listed() == [])
            try await fixture.publish(key, documents: 1)
            #expect(try await listed() == [2])
            try await fixture.remove(key)
            #expect(try await listed() == [])
        },
        .init("projects are listed by their ids' bytes, across lanes, in pages with an exact total") { store in
            let fixture = StoreFixture(store)
            let names = ["b", "B", "a", "a.b", "a-b", "a_b", "PRJ10", "PRJ9", "0", "Z", "z", "aa"]
            for name in names {
                let project = try await fixture.makeProject(name)
                try await fixture.publish(try fixture.version("1", of: project), "a")
                try await fixture.publish(try fixture.version("2", of: project), "a")
            }
            try await fixture.makeProject("empty")
            let hidden = try await fixture.makeProject("hidden", policy: StoreFixture.closed)
            try await fixture.publish(try fixture.version("1", of: hidden), "a")
            let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for limit in [1, 5, 6, 12, 100] {
                var listed: [ProjectSummary] = []
                var hasMore = true
                while hasMore {
                    let page = try await store.catalog.projects(
                        readableBy: .anonymous, after: listed.last?.project, limit: limit)
                    #expect(page.total == names.count)
                    #expect(page.projects.count == min(limit, names.count - listed.count))
                    listed += page.projects
                    hasMore = page.hasMore
                    #expect(hasMore == (listed.count < names.count))
                    if page.projects.isEmpty { break }
                }
                #expect(listed.map(\.project.description) == sorted)
                #expect(listed.allSatisfy { $0.versions.map(\.revision.number) == [1, 2] })
            }
        },
        .init("uploads in a state are found when their row has not moved, oldest first") { store in
            let fixture = StoreFixture(store)
            var keys: [UploadKey] = []
            for number in 0..<6 {
                let version = try fixture.version("1", of: try await fixture.makeProject("PRJ\(number)"))
                keys.append(try await fixture.startUpload(of: version))
                try await Task.sleep(for: .milliseconds(5))
            }
            let moved = try await fixture.stored(keys[1])
            try await fixture.commit(in: moved.key.project) {
                $0.catalog = [.updateUpload(moved, expecting: .uploading, fence: 0)]
            }
            try await fixture.seal(keys[3])
            let later = Timestamp.current() + .seconds(60)
            let catalog = store.catalog
            #expect(
                try await catalog.uploads(in: .uploading, before: later, limit: 10).map(\.key)
                    == [keys[0], keys[2], keys[4], keys[5], keys[1]])
            #expect(
                try await catalog.uploads(in: .uploading, before: later, limit: 2).map(\.key) == [keys[0], keys[2]])
            #expect(try await catalog.uploads(in: .sealed, before: later, limit: 10).map(\.key) == [keys[3]])
            #expect(
                try await catalog.uploads(in: .uploading, before: .current() - .seconds(86_400), limit: 10).isEmpty)
        },
    ]
}
