internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let documents: [RegistryStoreCase] = [
        .init("a document is given back as it was staged, with what the catalogue says of it") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let text =
                #"{"z":1.50,"a":[null,1e2,true,{"\#u{e9}":"e\#u{301}","e\#u{301}":"𝄞"}],"_extra":{"id":"forged"}}"#
            let staged = StagedDocument(
                path: ArtifactPath(literal: "data/a.txt"), metapath: ArtifactPath(literal: "meta/a.json"),
                document: try JSONValue(parsing: text), schema: "x/v1.json", type: "x", textFields: ["z", "a.b"],
                nestedFields: ["a", "\u{e9}"], fileSize: 1 << 40, uploaded: StoreFixture.start + .milliseconds(1),
                metaUploaded: StoreFixture.start + .milliseconds(2))
            let key = try await fixture.publish(
                version, documents: [staged], at: StoreFixture.start + .milliseconds(7))
            let artifact = try fixture.artifact("data/a.txt", of: version)
            let document = try #require(try await store.index.document(artifact, readableBy: .anonymous))
            #expect(document.id == artifact)
            #expect(document.staged == staged)
            #expect(document.staged.document.description == text)
            #expect(document.revision == Revision(1))
            #expect(document.sealedAt == StoreFixture.start + .milliseconds(7))
            #expect(document.indexedAt == (try await fixture.stored(key)).indexedAt)
            #expect(document.endDate == nil)
            #expect(document.expiryJob == nil)
            #expect(try await store.index.search(.init(), readableBy: .anonymous).documents == [document])
        },
        .init("a document without schema, type and file has none") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let staged = StagedDocument(
                path: ArtifactPath(literal: "a"), metapath: ArtifactPath(literal: "a.json"), document: [:], schema: nil,
                type: nil, textFields: [], fileSize: nil, uploaded: nil, metaUploaded: StoreFixture.start)
            try await fixture.publish(version, documents: [staged])
            let document = try await store.index.document(
                try fixture.artifact("a", of: version), readableBy: .anonymous)
            #expect(document?.staged == staged)
        },
        .init("a document of a transient version tells its end and the job that ends it") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let end = StoreFixture.start + .seconds(3_600)
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")], endDate: end)
            var upload = try await fixture.stored(key)
            upload.expiryJob = JobID(lane: fixture.lane(of: version.project), id: RandomID())
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(upload, expecting: .indexing, fence: upload.fence)]
            }
            try await fixture.publish(key, documents: 1)
            let artifact = try fixture.artifact("a", of: version)
            let document = try #require(try await store.index.document(artifact, readableBy: .anonymous))
            #expect(document.endDate == end)
            #expect(document.expiryJob == upload.expiryJob)
        },
        .init("a document is found by its whole id alone") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            try await fixture.publish(version, "a/b")
            let other = try fixture.version("2", of: project)
            try await fixture.publish(other, "c")
            for path in ["a", "b", "a/b.json", "A/b", "c"] {
                let artifact = try fixture.artifact(path, of: version)
                #expect(try await store.index.document(artifact, readableBy: StoreFixture.admin) == nil)
            }
            let elsewhere = VersionKey(project: try await fixture.makeProject("OTHER"), version: version.version)
            #expect(
                try await store.index.document(try fixture.artifact("a/b", of: elsewhere), readableBy: .anonymous)
                    == nil)
        },
    ]
}
