internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let rejects: [RegistryStoreCase] = [
        .init("a failed upload's rejects are given back whole, in the order of their paths as bytes") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let rejects = [
                Reject(path: "", problems: [RejectProblem(message: "the index job is gone")]),
                fixture.reject("a.json", "type", "required", omitted: 7), fixture.reject("z.json", type: nil),
                fixture.reject("\u{e9}.json", message: "Zürich \u{1} \"x\"\n"), fixture.reject("\u{ff5e}.json"),
                fixture.reject("\u{1f9ec}.json"),
            ]
            let kept = try await fixture.reject(version, rejects, omitted: 3, at: StoreFixture.start + .seconds(5))
            let told = try #require(try await fixture.rejects(of: version))
            #expect(told.rejects == rejects)
            #expect(told.rejection == kept.summary)
            #expect(told.rejection?.failedAt == StoreFixture.start + .seconds(5))
            #expect(told.rejection?.documents == 6)
            #expect(told.rejection?.problems == 7)
            #expect(told.rejection?.omitted == 3)
            #expect(!told.hasMore)
        },
        .init("rejects are paged by path, each once") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let paths = ["", "a", "a/b", "a0", "b", "\u{e9}"]
            try await fixture.reject(version, paths.map { fixture.reject($0) })
            for limit in [1, 2, 4, 6] {
                var seen: [String] = []
                var after: String?
                while true {
                    let page = try #require(try await fixture.rejects(of: version, after: after, limit: limit))
                    #expect(page.rejects.count <= limit)
                    #expect(page.rejection?.documents == 6)
                    seen += page.rejects.map(\.path)
                    guard page.hasMore else { break }
                    after = page.rejects.last?.path
                }
                #expect(seen == paths)
            }
            #expect(try await fixture.rejects(of: version, limit: 0)?.rejects == [])
            #expect(try await fixture.rejects(of: version, after: "\u{10ffff}")?.rejects == [])
        },
        .init("a later failure of the version takes the former's place") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (version, other) = (try fixture.version("1", of: project), try fixture.version("2", of: project))
            try await fixture.reject(version, [fixture.reject("a"), fixture.reject("b")])
            try await fixture.reject(other, [fixture.reject("a")])
            let again = try await fixture.reject(
                version, [fixture.reject("b"), fixture.reject("c")], at: StoreFixture.start + .seconds(1))
            #expect(try await fixture.rejects(of: version)?.rejection?.upload == again.upload)
            #expect(try await fixture.found() == ["PRJ1@1/b", "PRJ1@1/c", "PRJ1@2/a"])
        },
        .init("rejects are gone with the commit that removes them, and only its version's") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let (version, other) = (try fixture.version("1", of: project), try fixture.version("2", of: project))
            try await fixture.reject(version, [fixture.reject("a")])
            try await fixture.reject(other, [fixture.reject("a")])
            let key = try await fixture.prepare(version, documents: [try fixture.document("a.txt")])
            // Kept until the very commit that publishes.
            #expect(try await fixture.found(.init(project: project)).count == 2)
            var publication = try await fixture.publication(of: key, documents: 1)
            publication.catalog.append(.removeRejection(of: version))
            try await store.commit(publication)
            #expect(try await fixture.rejects(of: version)?.rejection == nil)
            #expect(try await fixture.rejects(of: version)?.rejects == [])
            #expect(try await fixture.found() == ["PRJ1@2/a"])
            try await fixture.commit(in: project) { $0.catalog = [.removeRejection(of: version)] }
        },
        .init("a refused commit keeps the rejects as they were") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            let kept = try await fixture.reject(version, [fixture.reject("a")])
            try await fixture.expectRefused(
                [.removeRejection(of: version), .guardProject(project, expecting: 99)], in: project)
            let absent = try fixture.version("none", of: project)
            let another = Rejection(
                upload: fixture.newUpload(of: absent), startedBy: nil, failedAt: StoreFixture.start,
                rejects: [fixture.reject("b")])
            try await fixture.expectRefused([.putRejection(another)], in: project)
            #expect(try await fixture.rejects(of: version)?.rejection == kept.summary)
            #expect(try await fixture.found() == ["PRJ1@1/a"])
        },
        .init("rejects are for those who may write, by the policy that holds now, and for who started the upload") {
            store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: nil)
            let version = try fixture.version("1", of: project)
            try await fixture.reject(version, [fixture.reject("a")])
            let curator = Identity(user: "x", roles: [.uploader])
            // Anna started it; there is no policy yet.
            try await fixture.expectRejects(of: version, to: ["admin", "anna"])
            #expect(try await fixture.found(by: curator).count == 1)
            #expect(try await fixture.rejects(of: version, to: curator) != nil)
            let lane = fixture.lane(of: project)
            let writers = AccessPolicy(
                owners: ["carl"], viewers: ["lab"], readAccess: .everybody, writeAccess: .viewers)
            try await fixture.put(writers, of: .instance, in: lane, scope: .instance)
            try await fixture.expectRejects(of: version, to: ["admin", "anna", "ben", "carl"])
            try await fixture.put(StoreFixture.open, of: project)
            try await fixture.expectRejects(of: version, to: ["admin", "anna"])
            try await fixture.put(writers, of: version)
            try await fixture.expectRejects(of: version, to: ["admin", "anna", "ben", "carl"])
            let everybody = AccessPolicy(owners: [], readAccess: .nobody, writeAccess: .everybody)
            try await fixture.put(everybody, of: version)
            try await fixture.expectRejects(of: version, to: ["admin", "anna", "ben", "carl", "anonymous"])
        },
        .init("a name that only looks like the starter's, a presigned request and the role creator see no rejects") {
            store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            let key = try await fixture.startUpload(of: version)
            try await fixture.seal(key)
            try await fixture.claim(key)
            var upload = try await fixture.stored(key)
            upload.state = .failed
            let rejection = Rejection(
                upload: key, startedBy: "ane\u{301}", failedAt: StoreFixture.start, rejects: [fixture.reject("a")])
            try await fixture.commit(in: key.project) {
                $0.catalog = [.updateUpload(upload, expecting: .indexing, fence: 1), .putRejection(rejection)]
            }
            for caller in [
                Identity(user: "an\u{e9}"), Identity(user: "x", groups: ["ane\u{301}"]),
                Identity(user: "x", roles: [.creator]), Identity.anonymous.presigned(), .anonymous,
            ] {
                #expect(try await fixture.rejects(of: version, to: caller) == nil)
                #expect(try await fixture.found(by: caller).isEmpty)
            }
            #expect(try await fixture.rejects(of: version, to: Identity(user: "ane\u{301}"))?.rejects.count == 1)
        },
        .init("a version that has no rejects is there for its writers, an absent one for nobody") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            #expect(try await fixture.rejects(of: version) == nil)
            try await fixture.startUpload(of: version)
            let nothing = VersionRejects(rejection: nil, rejects: [], hasMore: false)
            #expect(try await fixture.rejects(of: version) == nothing)
            #expect(try await fixture.rejects(of: version, to: StoreFixture.anna) == nothing)
            #expect(try await fixture.rejects(of: version, to: StoreFixture.ben) == nil)
            let absent = VersionKey(project: try ProjectID(parsing: "PRJ9"), version: version.version)
            #expect(try await fixture.rejects(of: absent) == nil)
            #expect(try await fixture.found().isEmpty)
            #expect(try await fixture.found(.init(project: absent.project)).isEmpty)
        },
        .init("found rejects come newest failure first, then by project, version and path, page by page") { store in
            let fixture = StoreFixture(store)
            var expected: [String] = []
            for (index, name) in ["PRJ3", "PRJ1", "PRJ2"].enumerated() {
                let project = try await fixture.makeProject(name)
                for number in ["1", "2"] {
                    let version = try fixture.version(number, of: project)
                    // PRJ1 and PRJ2 failed at the same time.
                    let time = StoreFixture.start + .seconds(min(index, 1))
                    try await fixture.reject(version, [fixture.reject("a"), fixture.reject("b")], at: time)
                }
            }
            for name in ["PRJ1", "PRJ2", "PRJ3"] {
                expected += ["1/a", "1/b", "2/a", "2/b"].map { "\(name)@\($0)" }
            }
            #expect(try await fixture.found() == expected)
            for limit in [1, 5, 12] {
                var search = RejectSearch(limit: limit)
                var seen: [String] = []
                while true {
                    let page = try await store.catalog.rejects(matching: search, writableBy: StoreFixture.admin)
                    #expect(page.documents == 12)
                    #expect(page.problems == 12)
                    #expect(page.isComplete)
                    #expect(page.found.count <= limit)
                    seen += page.found.map { "\($0.upload.version)/\($0.reject.path)" }
                    guard let next = page.next else { break }
                    search.after = next
                }
                #expect(seen == expected)
            }
        },
        .init("rejects are found by words in path, pointer, keyword or message, and by equal type, keyword and project")
        {
            store in
            let fixture = StoreFixture(store)
            let one = try fixture.version("1", of: try await fixture.makeProject("PRJ1"))
            let two = try fixture.version("1", of: try await fixture.makeProject("PRJ2"))
            try await fixture.reject(
                one,
                [
                    fixture.reject("100%_a.json", "enum", message: "Expected 'Mus musculus', found 'mouse'"),
                    fixture.reject("b.json", "type", "required", type: "bulk"),
                ])
            try await fixture.reject(two, [fixture.reject("c.json", "required", message: "ÉCOLE", type: nil)])
            func found(
                _ text: String? = nil, project: ProjectID? = nil, type: String? = nil, keyword: String? = nil
            ) async throws -> [String] {
                try await fixture.found(.init(text: text, project: project, type: type, keyword: keyword, limit: 50))
            }
            #expect(try await found("mus MUSCULUS") == ["PRJ1@1/100%_a.json"])
            #expect(try await found("%_A") == ["PRJ1@1/100%_a.json"])
            #expect(try await found("100_") == [])
            #expect(try await found("école") == ["PRJ2@1/c.json"])
            #expect(try await found("requir") == ["PRJ1@1/b.json", "PRJ2@1/c.json"])
            #expect(try await found(".json").count == 3)
            #expect(try await found("/ENUM") == ["PRJ1@1/100%_a.json"])
            #expect(try await found(keyword: "required") == ["PRJ1@1/b.json", "PRJ2@1/c.json"])
            #expect(try await found(keyword: "requir") == [])
            #expect(try await found(keyword: "Required") == [])
            #expect(try await found(type: "bulk") == ["PRJ1@1/b.json"])
            #expect(try await found(type: "report") == ["PRJ1@1/100%_a.json"])
            #expect(try await found(project: two.project) == ["PRJ2@1/c.json"])
            #expect(try await found("b.json", project: one.project, type: "bulk", keyword: "type").count == 1)
            #expect(try await found("b.json", project: two.project) == [])
            let page = try await store.catalog.rejects(
                matching: .init(keyword: "required", limit: 1), writableBy: StoreFixture.admin)
            #expect(page.documents == 2)
            #expect(page.problems == 3)
        },
        .init("of many rejects of many versions a caller finds and counts those that the caller may write") { store in
            let fixture = StoreFixture(store)
            let mine = AccessPolicy(owners: ["ben"], readAccess: .owners)
            for number in 1...6 {
                let project = try await fixture.makeProject(
                    "PRJ\(number)", policy: number == 4 ? mine : StoreFixture.open)
                try await fixture.reject(
                    try fixture.version("1", of: project), [fixture.reject("a"), fixture.reject("b")])
            }
            let page = try await store.catalog.rejects(
                matching: .init(limit: 1), writableBy: StoreFixture.ben)
            #expect(page.documents == 2)
            #expect(page.problems == 2)
            #expect(page.found.map(\.upload.project.description) == ["PRJ4"])
            #expect(page.next != nil)
            let hidden = RejectSearch(project: try ProjectID(parsing: "PRJ1"))
            #expect(try await fixture.found(hidden, by: StoreFixture.ben).isEmpty)
        },
    ]
}

extension StoreFixture {
    /// Expects these callers, and no others, to be told of the one rejection in the store.
    fileprivate func expectRejects(
        of version: VersionKey, to readers: Set<String>, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (name, caller) in Self.callers {
            let isReader = readers.contains(name)
            let told = try await rejects(of: version, to: caller)
            #expect((told?.rejects.count == 1) == isReader, "errors for \(name)", sourceLocation: sourceLocation)
            #expect((told == nil) != isReader, "the version for \(name)", sourceLocation: sourceLocation)
            for search in [RejectSearch(), RejectSearch(project: version.project), RejectSearch(keyword: "type")] {
                let page = try await store.catalog.rejects(matching: search, writableBy: caller)
                #expect(page.documents == (isReader ? 1 : 0), "search for \(name)", sourceLocation: sourceLocation)
                #expect(page.found.count == page.documents, sourceLocation: sourceLocation)
            }
        }
    }
}
