internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let shownUploads: [RegistryStoreCase] = [
        .init("a lane shows an upload as the catalogue has it") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            let version = try fixture.version("1", of: project)
            let end = StoreFixture.start + .seconds(3_600)
            let key = try await fixture.prepare(
                version, documents: [try fixture.document("a"), try fixture.document("b")],
                at: StoreFixture.start + .milliseconds(7), endDate: end)
            var upload = try await fixture.stored(key)
            upload.expiryJob = JobID(lane: lane, id: RandomID())
            try await fixture.commit(in: project) {
                $0.catalog = [.updateUpload(upload, expecting: .indexing, fence: upload.fence)]
            }
            try await fixture.publish(key, documents: 2, at: StoreFixture.start + .milliseconds(9))
            let stored = try await fixture.stored(key)
            let facts = try await store.catalog.facts(of: project, version: version.version)
            let shown = try await fixture.rows().shown(in: lane)
            #expect(
                shown.uploads == [
                    ShownUpload(
                        key: key, fence: 1, revision: 1, sealedAt: StoreFixture.start + .milliseconds(7),
                        indexedAt: try #require(stored.indexedAt), documents: 2,
                        policy: try #require(facts.project?.policy), expiryJob: upload.expiryJob, endDate: end)
                ])
            #expect(shown.policies.values.map(\.self) == [facts.projectPolicy])
            #expect(shown.segments.isEmpty)
            #expect(shown.generation == (try await fixture.generation(of: lane)))
        },
        .init("each lane shows its own projects") { store in
            let fixture = StoreFixture(store)
            var versions: Set<VersionKey> = []
            for number in 0..<12 {
                let version = try fixture.version("1", of: try await fixture.makeProject("P\(number)"))
                try await fixture.publish(version, "a")
                versions.insert(version)
            }
            for lane in store.lanes.all {
                let shown = try await fixture.rows().shown(in: lane)
                let own = versions.filter { fixture.lane(of: $0.project) == lane }
                #expect(Set(shown.uploads.map(\.key.version)) == own)
                #expect(shown.uploads.count == own.count)
                #expect(shown.policies.count == own.count)
            }
            #expect(try await fixture.rows().documentCount() == versions.count)
        },
        .init("nothing is shown of what is not published, not current, withdrawn or empty") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            func version(_ name: String) throws -> VersionKey { try fixture.version(name, of: project) }
            _ = try await fixture.prepare(try version("prepared"), documents: [try fixture.document("a")])
            try await fixture.publish(try version("empty"), documents: [])
            let withdrawn = try await fixture.publish(try version("withdrawn"), "a")
            try await fixture.commit(in: project) { $0.index = [.withdraw(withdrawn)] }
            let deleted = try await fixture.publish(try version("deleted"), "a")
            try await fixture.remove(deleted)
            try await fixture.publish(try version("served"), "a")
            let served = try await fixture.publish(try version("served"), "b", "c")
            _ = try await fixture.prepare(try version("served"), documents: [try fixture.document("d")])
            let shown = try await fixture.rows().shown(in: fixture.lane(of: project))
            #expect(shown.uploads.map(\.key) == [served])
            #expect(shown.uploads.map(\.documents) == [2])
            #expect(try await fixture.rows().documentCount() == 2)
        },
        .init("the policy that is shown is the version's, else the project's, else number 0") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: nil)
            let lane = fixture.lane(of: project)
            let version = try fixture.version("1", of: project)
            try await fixture.publish(version, "a")
            #expect(try await fixture.shownPolicy(in: lane) == 0)
            #expect(try await fixture.rows().shown(in: lane).policies.isEmpty)
            try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            #expect(try await fixture.shownPolicy(in: lane) == 0)
            let ofProject = try await fixture.put(StoreFixture.open, of: .project(project), in: lane, scope: .project)
            #expect(try await fixture.shownPolicy(in: lane) == ofProject)
            let ofVersion = try await fixture.put(StoreFixture.closed, of: .version(version), in: lane, scope: .version)
            #expect(try await fixture.shownPolicy(in: lane) == ofVersion)
            #expect(Set(try await fixture.rows().shown(in: lane).policies.keys) == [0, ofProject, ofVersion])
            try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: .version(version))] }
            #expect(try await fixture.shownPolicy(in: lane) == ofProject)
        },
    ]

    static let shownDocuments: [RegistryStoreCase] = [
        .init("documents are given back as they were staged, page by page in the order of their paths' bytes") {
            store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let paths = ["Z", "a", "a.b", "a/b", "b", "é", "\u{FF5E}", "😀"] + (0..<40).map { "n\($0)" }
            let documents = try paths.map { try fixture.document($0, ["p": .string($0)], textFields: ["p"]) }
            try await fixture.publish(version, documents: documents)
            let upload = try #require(
                try await fixture.rows().shown(in: fixture.lane(of: version.project)).uploads.first)
            let expected = documents.sorted { $0.path < $1.path }
            for limit in [1, 7, 500, 1_000_000] {
                var read: [ArtifactDocument] = []
                while true {
                    let page = try await fixture.rows().documents(of: upload, after: read.last?.id.path, limit: limit)
                    #expect(page.count == min(limit, expected.count - read.count))
                    if page.isEmpty { break }
                    read += page
                }
                #expect(read.map(\.staged) == expected)
                for document in read {
                    #expect(document.id == (try fixture.artifact(document.staged.path.description, of: version)))
                    #expect(document.revision == Revision(upload.revision))
                    #expect(document.sealedAt == upload.sealedAt && document.indexedAt == upload.indexedAt)
                    #expect(document.policy == nil && document.scope == nil)
                }
            }
        },
        .init("a page of documents ends after 8 MiB, and has at least one") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let sizes = [("a", 3), ("b", 3), ("c", 3), ("d", 9), ("e", 1)]
            let documents = try sizes.map { name, size in
                try fixture.document(name, ["x": .string(String(repeating: "x", count: size << 20 - 100))])
            }
            let key = try await fixture.startUpload(of: version, files: sizes.map(\.0))
            try await fixture.seal(key)
            let fence = try await fixture.claim(key)
            for document in documents { try await store.stage(.documents([document]), of: key, fence: fence) }
            try await fixture.publish(key, documents: sizes.count)
            let upload = try #require(
                try await fixture.rows().shown(in: fixture.lane(of: version.project)).uploads.first)
            for (after, names) in [(nil, ["a", "b"]), ("b", ["c"]), ("c", ["d"]), ("d", ["e"]), ("e", [])] {
                let page = try await fixture.rows().documents(
                    of: upload, after: try after.map { try ArtifactPath(parsing: $0) }, limit: 500)
                #expect(page.map(\.id.path.description) == names)
            }
        },
        .init("single documents come in the order of their keys, from any lane, and nil for what is gone") { store in
            let fixture = StoreFixture(store)
            var keys: [ShownDocumentKey] = []
            for number in 0..<6 {
                let version = try fixture.version("1", of: try await fixture.makeProject("P\(number)"))
                let upload = try await fixture.publish(version, "a", "b/\(number)")
                let shown = try await fixture.rows().shown(in: fixture.lane(of: version.project)).uploads
                let own = try #require(shown.first { $0.key == upload })
                for path in ["b/\(number)", "absent", "a"] {
                    keys.append(ShownDocumentKey(upload: own, path: try ArtifactPath(parsing: path)))
                }
            }
            keys.shuffle()
            keys.append(keys[0])
            let documents = try await fixture.rows().documents(keys, upTo: .max)
            #expect(documents.count == keys.count)
            for (key, document) in zip(keys, documents) {
                #expect((document == nil) == (key.path.description == "absent"))
                guard let document else { continue }
                #expect(document.id.path == key.path && document.id.versionKey == key.upload.key.version)
                #expect(document.revision == Revision(key.upload.revision))
            }
            #expect(try await fixture.rows().documents([], upTo: 0).isEmpty)
        },
        .init("documents of a superseded upload can be read until its rows are removed") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let former = try await fixture.publish(version, "a", "b")
            let upload = try #require(
                try await fixture.rows().shown(in: fixture.lane(of: version.project)).uploads.first)
            try await fixture.publish(version, "c")
            let keys = try ["a", "b"].map { ShownDocumentKey(upload: upload, path: try ArtifactPath(parsing: $0)) }
            #expect(try await fixture.rows().documents(keys, upTo: .max).map { $0?.id.path.description } == ["a", "b"])
            #expect(try await fixture.rows().documents(of: upload, after: nil, limit: 10).count == 2)
            while try await store.unstage(former, limit: 100) > 0 {}
            #expect(try await fixture.rows().documents(keys, upTo: .max) == [nil, nil])
            #expect(try await fixture.rows().documents(of: upload, after: nil, limit: 10).isEmpty)
        },
        .init("of documents that are large together the first come, one in any case") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let sizes = ["a": 10, "b": 100_000, "c": 70_000, "d": 10]
            try await fixture.publish(
                version,
                documents: try sizes.map {
                    try fixture.document($0.key, ["text": .string(String(repeating: "x", count: $0.value))])
                })
            let upload = try #require(
                try await fixture.rows().shown(in: fixture.lane(of: version.project)).uploads.first)
            for (order, limit, wanted) in [
                ("abcd", 1 << 20, 4), ("abcd", 180_000, 4), ("abcd", 110_000, 2), ("bacd", 0, 1), ("adcb", 5, 1),
                ("axb", 1_000, 2), ("xbx", 1_000, 1), ("adcb", 80_000, 3),
            ] {
                let keys = try order.map {
                    ShownDocumentKey(upload: upload, path: try ArtifactPath(parsing: String($0)))
                }
                let found = try await fixture.rows().documents(keys, upTo: limit)
                #expect(found.count == wanted, "\(order) within \(limit)")
                for (key, document) in zip(keys, found) {
                    #expect(document?.id.path == (sizes[key.path.description] == nil ? nil : key.path))
                    #expect(document?.staged.document["text"]?.stringValue?.utf8.count == sizes[key.path.description])
                }
            }
        },
        .init("a document is shown to those who may read it, with the policy that holds") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: StoreFixture.closed))
            try await fixture.publish(version, "a")
            let artifact = try fixture.artifact("a", of: version)
            for (name, caller) in StoreFixture.callers {
                let document = try await fixture.rows().document(artifact, readableBy: caller)
                #expect((document != nil) == ["admin", "anna", "ben"].contains(name), "\(name)")
                #expect(document == nil || document?.policy == StoreFixture.closed)
            }
            let absent = try fixture.artifact("b", of: version)
            #expect(try await fixture.rows().document(absent, readableBy: StoreFixture.admin) == nil)
        },
    ]
}

extension StoreFixture {
    /// Of the only upload that a lane shows.
    fileprivate func shownPolicy(in lane: Lane) async throws -> PolicyNumber? {
        try await rows().shown(in: lane).uploads.first?.policy
    }
}
