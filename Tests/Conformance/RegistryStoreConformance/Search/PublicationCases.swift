internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let publication: [RegistryStoreCase] = [
        .init("documents that are not published are nowhere, for nobody") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
            try await fixture.expectNowhere(version, path: "a")
            #expect(try await store.index.count() == 0)
            try await fixture.publish(key, documents: 1)
            try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben", "carl", "anonymous"])
            #expect(try await store.index.count() == 1)
        },
        .init("a publication that counts on more or fewer documents than there are is refused") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "old")
            let key = try await fixture.prepare(
                version, documents: [try fixture.document("a"), try fixture.document("b")])
            for count in [0, 1, 3] {
                let changes = try await fixture.publication(of: key, documents: count)
                try await fixture.expectRefused(changes.catalog, index: changes.index, in: version.project)
            }
            let page = try await store.index.search(.init(), readableBy: .anonymous)
            #expect(page.documents.map(\.id.path.description) == ["old"])
            try await fixture.publish(key, documents: 2)
        },
        .init("a publication under another fence is refused, and documents of a lost one never show") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.prepare(
                version, documents: [try fixture.document("lost"), try fixture.document("a", ["by": "lost"])])
            let stale = try await fixture.publication(of: key, documents: 2)
            let fence = try await fixture.claim(key)
            try await fixture.expectRefused(stale.catalog, index: stale.index, in: version.project)
            try await fixture.expectRefused(index: stale.index, in: version.project)
            try await fixture.expectRefused(
                index: [.publish(key, fence: fence, documents: 2)], in: version.project)
            try await store.stage(.documents([try fixture.document("a", ["by": "held"])]), of: key, fence: fence)
            try await fixture.publish(key, documents: 1)
            let page = try await store.index.search(.init(), readableBy: .anonymous)
            #expect(page.documents.map { $0.staged.document["by"] } == ["held"])
            #expect(page.total == 1)
            #expect(try await store.index.count() == 1)
            let lost = try fixture.artifact("lost", of: version)
            #expect(try await store.index.document(lost, readableBy: StoreFixture.admin) == nil)
        },
        .init("an upload without documents is published and listed nowhere") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.publish(version, documents: [])
            #expect(try await fixture.stored(version).current == key.id)
            #expect(try await store.index.count() == 0)
            #expect(try await store.catalog.versions(of: version.project, readableBy: StoreFixture.admin).isEmpty)
        },
        .init("the documents of a superseded upload vanish with the commit") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a", "b")
            try await fixture.publish(version, "b", "c")
            let page = try await store.index.search(.init(), readableBy: .anonymous)
            #expect(page.documents.map(\.id.path.description) == ["b", "c"])
            #expect(page.documents.allSatisfy { $0.revision == Revision(2) })
            #expect(try await store.index.count() == 2)
            try await fixture.expectNowhere(version, path: "a")
        },
        .init("until the next upload is published the former one is served, whole") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a", "b")
            let before = try await store.index.search(.init(), readableBy: .anonymous)
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
            #expect(try await store.index.search(.init(), readableBy: .anonymous) == before)
            var failed = try await fixture.stored(key)
            failed.state = .failed
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(failed, expecting: .indexing, fence: failed.fence)]
            }
            #expect(try await store.index.search(.init(), readableBy: .anonymous) == before)
        },
        .init("the documents of a deleted or expired upload vanish with the commit") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for state in [UploadState.deleted, .expired] {
                let version = try fixture.version(state.rawValue, of: project)
                let key = try await fixture.publish(version, "a")
                #expect(try await store.index.count() == 1)
                try await fixture.remove(key, to: state)
                try await fixture.expectNowhere(version, path: "a")
                #expect(try await store.index.count() == 0)
            }
        },
        .init("withdrawn documents are not shown, whatever the catalogue says") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.publish(version, "a")
            try await fixture.commit(in: version.project) { $0.index = [.withdraw(key)] }
            let artifact = try fixture.artifact("a", of: version)
            #expect(try await store.index.document(artifact, readableBy: StoreFixture.admin) == nil)
            #expect(try await store.index.search(.init(), readableBy: StoreFixture.admin).total == 0)
            #expect(try await store.index.count() == 0)
            #expect(try await store.catalog.versions(of: version.project, readableBy: StoreFixture.admin).isEmpty)
            try await fixture.commit(in: version.project) { $0.index = [.withdraw(key)] }
        },
        .init("a version shows no other upload than its current one") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a")
            var record = try await fixture.stored(version)
            record.current = nil
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateVersion(record, expecting: record.guardNumber)]
            }
            try await fixture.expectNowhere(version, path: "a")
        },
        .init("a reader sees one upload, whole, at every moment of 20 publications") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let isDone = Flag()
            let paths = (0..<7).map { "f\($0)" }
            try await fixture.publish(version, documents: try paths.map { try fixture.document($0, ["round": 0]) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { @concurrent in
                    for round in 1...20 {
                        let documents = try paths.prefix(3 + round % 5).map {
                            try fixture.document($0, ["round": .number(.init(round))])
                        }
                        try await fixture.publish(version, documents: documents)
                    }
                    isDone.raise()
                }
                group.addTask { @concurrent in
                    var last = 0
                    while !isDone.isRaised {
                        let page = try await store.index.search(
                            SearchRequest(extent: .version(version)), readableBy: .anonymous)
                        let rounds = Set(page.documents.compactMap { $0.staged.document["round"]?.intValue })
                        let round = try #require(rounds.first)
                        #expect(rounds.count == 1)
                        #expect(round >= last)
                        #expect(page.total == (round == 0 ? 7 : 3 + round % 5))
                        #expect(page.documents.count == page.total)
                        #expect(page.documents.allSatisfy { $0.revision == Revision(round + 1) })
                        last = round
                    }
                }
                try await group.waitForAll()
            }
        },
    ]
}
