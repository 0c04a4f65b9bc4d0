internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let uploads: [RegistryStoreCase] = [
        .init("an upload is inserted once, as it is given") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.commit(in: version.project) {
                $0.catalog = [.insertVersion(VersionRecord(key: version, createdBy: nil))]
            }
            let key = fixture.newUpload(of: version)
            #expect(try await store.catalog.upload(key) == nil)
            let lane = fixture.lane(of: version.project)
            var record = UploadRecord(
                key: key, startedBy: "anna", startedAt: StoreFixture.start,
                completeBefore: StoreFixture.start + .seconds(60), endDate: StoreFixture.start + .seconds(120),
                deadlineJob: JobID(lane: lane, id: RandomID()), expiryJob: JobID(lane: lane, id: RandomID()),
                fileCount: 3)
            record.isFirstSealed = true
            let files = ["a", "b", "c"].map { FileRecord(path: ArtifactPath(literal: $0)) }
            try await store.stage(.files(files), of: key, fence: 0)
            try await fixture.commit(in: version.project) { $0.catalog = [.insertUpload(record)] }
            #expect(try await fixture.stored(key) == record)
            try await fixture.expectRefused([.insertUpload(record)], in: version.project)
        },
        .init("an active upload locks its version, in each active state") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let upload = try await fixture.startUpload(of: version)
            let another = fixture.record(fixture.newUpload(of: version))
            try await fixture.expectRefused([.insertUpload(another)], in: version.project)
            try await fixture.seal(upload)
            try await fixture.expectRefused([.insertUpload(another)], in: version.project)
            try await fixture.claim(upload)
            try await fixture.expectRefused([.insertUpload(another)], in: version.project)
        },
        .init("an upload that is not active lets another start") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for state in UploadState.allCases where !state.isActive {
                let version = try fixture.version(state.rawValue, of: project)
                let key = try await fixture.startUpload(of: version)
                var upload = try await fixture.stored(key)
                upload.state = state
                try await fixture.commit(in: project) {
                    $0.catalog = [.updateUpload(upload, expecting: .uploading, fence: 0)]
                }
                let next = try await fixture.startUpload(of: version)
                #expect(try await fixture.stored(next).state == .uploading)
                #expect(try await fixture.stored(key).state == state)
            }
        },
        .init("an upload may end and another start in one commit") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version)
            let next = fixture.newUpload(of: version)
            var upload = try await fixture.stored(key)
            upload.state = .aborted
            try await fixture.commit(in: version.project) {
                $0.catalog = [
                    .updateUpload(upload, expecting: .uploading, fence: 0), .insertUpload(fixture.record(next)),
                ]
            }
            #expect(try await fixture.stored(next).state == .uploading)
        },
        .init("other versions of a project are free while one is locked") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for name in ["1", "2", "3"] {
                let upload = try await fixture.startUpload(of: try fixture.version(name, of: project))
                #expect(try await fixture.stored(upload).state == .uploading)
            }
        },
        .init("of 20 starts of a version at once exactly one succeeds") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.commit(in: version.project) {
                $0.catalog = [.insertVersion(VersionRecord(key: version, createdBy: nil))]
            }
            let keys = (0..<20).map { _ in fixture.newUpload(of: version) }
            let started = try await succeeding(20) { number in
                try await fixture.commit(in: version.project) {
                    $0.catalog = [.insertUpload(fixture.record(keys[number]))]
                }
            }
            #expect(started.count == 1)
            for (number, key) in keys.enumerated() {
                #expect((try await store.catalog.upload(key) != nil) == started.contains(number))
            }
        },
        .init("an upload's update expects its state and its fence") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version)
            try await fixture.seal(key)
            let fence = try await fixture.claim(key)
            var upload = try await fixture.stored(key)
            upload.state = .failed
            for (state, fence) in [(UploadState.sealed, fence), (.indexing, fence - 1), (.indexing, fence + 1)] {
                try await fixture.expectRefused(
                    [.updateUpload(upload, expecting: state, fence: fence)], in: version.project)
            }
            var absent = fixture.record(fixture.newUpload(of: version))
            absent.state = .aborted
            try await fixture.expectRefused(
                [.updateUpload(absent, expecting: .uploading, fence: 0)], in: version.project)
        },
        .init("an upload's update replaces the row, its revision excepted") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version)
            try await fixture.seal(key)
            var upload = try await fixture.stored(key)
            upload.revision = 99
            upload.state = .indexing
            upload.fence = 1
            upload.isFirstSealed = true
            upload.indexedAt = StoreFixture.start + .seconds(1)
            upload.endedAt = StoreFixture.start + .seconds(2)
            upload.permissions = KeptPermissions(
                patch: AccessPolicyPatch(scope: .version, owners: ["an\u{e9}", "b"], viewers: [], readAccess: .nobody),
                overwrite: true, completedBy: "anna")
            upload.deadlineJob = nil
            upload.expiryJob = JobID(lane: fixture.lane(of: version.project), id: RandomID())
            upload.indexJob = JobID(lane: fixture.lane(of: version.project), id: RandomID())
            upload.documentCount = 12
            upload.errors = try JSONValue(parsing: #"[{"path":"a.json","pointer":"/n","message":"1.50 é"}]"#)
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(upload, expecting: .sealed, fence: 0)]
            }
            upload.revision = 1
            #expect(try await fixture.stored(key) == upload)
            upload.revision = nil
            upload.permissions = nil
            upload.errors = nil
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(upload, expecting: .indexing, fence: 1)]
            }
            upload.revision = 1
            #expect(try await fixture.stored(key) == upload)
        },
        .init("an upload does not become active again beside an active one") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let failed = try await fixture.startUpload(of: version)
            try await fixture.seal(failed)
            var upload = try await fixture.stored(failed)
            upload.state = .failed
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(upload, expecting: .sealed, fence: 0)]
            }
            try await fixture.startUpload(of: version)
            upload.state = .sealed
            try await fixture.expectRefused([.updateUpload(upload, expecting: .failed, fence: 0)], in: version.project)
        },
        .init("revisions count up from 1, per project") { store in
            let fixture = StoreFixture(store)
            for project in [try await fixture.makeProject("A"), try await fixture.makeProject("B")] {
                for number in 1...3 {
                    let key = try await fixture.startUpload(
                        of: try fixture.version("\(number % 2)-\(number)", of: project))
                    #expect(try await fixture.stored(key).revision == nil)
                    try await fixture.seal(key)
                    #expect(try await fixture.stored(key).revision == number)
                }
            }
        },
        .init("a revision is allotted once, to an upload that is there") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.startUpload(of: version)
            try await fixture.expectRefused([.allotRevision(fixture.newUpload(of: version))], in: version.project)
            try await fixture.expectRefused([.allotRevision(key), .allotRevision(key)], in: version.project)
            try await fixture.seal(key)
            try await fixture.expectRefused([.allotRevision(key)], in: version.project)
        },
        .init("revisions allotted by 20 commits at once are distinct and strictly increasing") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            var keys: [UploadKey] = []
            for number in 0..<20 {
                keys.append(try await fixture.startUpload(of: try fixture.version("\(number)", of: project)))
            }
            let uploads = keys
            let allotted = try await succeeding(20) { number in try await fixture.seal(uploads[number]) }
            #expect(allotted.count == 20)
            var revisions: [Int] = []
            for key in keys { revisions.append(try await fixture.stored(key).revision ?? 0) }
            #expect(revisions.sorted() == Array(1...20))
            let last = try await fixture.startUpload(of: try fixture.version("last", of: project))
            try await fixture.seal(last)
            #expect(try await fixture.stored(last).revision == 21)
        },
    ]
}
