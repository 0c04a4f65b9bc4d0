internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let guards: [RegistryStoreCase] = [
        .init("a project is inserted once, as it is given") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: nil)
            let record = ProjectRecord(project: project, createdBy: "anna", createdAt: StoreFixture.start)
            #expect(try await store.catalog.facts(of: project, version: nil).project == record)
            try await fixture.expectRefused([.insertProject(record)], in: project)
        },
        .init("project ids are compared by bytes: case counts") { store in
            let fixture = StoreFixture(store)
            try await fixture.makeProject("prj")
            let project = try await fixture.makeProject("PRJ")
            #expect(try await store.catalog.facts(of: project, version: nil).project?.project == project)
        },
        .init("a project's guard is expected and moved") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            try await fixture.commit(in: project) { $0.catalog = [.guardProject(project, expecting: 0)] }
            #expect(try await store.catalog.facts(of: project, version: nil).project?.guardNumber == 1)
            try await fixture.expectRefused([.guardProject(project, expecting: 0)], in: project)
            try await fixture.expectRefused([.guardProject(project, expecting: 2)], in: project)
        },
        .init("the guard of an absent project is refused") { store in
            let fixture = StoreFixture(store)
            let absent = try ProjectID(parsing: "absent")
            await expectConflict {
                try await fixture.commit(in: absent) { $0.catalog = [.guardProject(absent, expecting: 0)] }
            }
        },
        .init("a version is inserted once, as it is given") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let key = try fixture.version("1", of: project)
            let record = VersionRecord(
                key: key, provisionedUntil: StoreFixture.start + .seconds(60), createdBy: "anna")
            try await fixture.commit(in: project) { $0.catalog = [.insertVersion(record)] }
            #expect(try await fixture.stored(key) == record)
            try await fixture.expectRefused([.insertVersion(record)], in: project)
        },
        .init("version names are compared by bytes: case counts") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            try await fixture.startUpload(of: try fixture.version("v", of: project))
            try await fixture.startUpload(of: try fixture.version("V", of: project))
            #expect(try await fixture.stored(try fixture.version("V", of: project)).key.version.description == "V")
        },
        .init("a version's update expects the guard, replaces the row and moves the guard") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let key = try fixture.version("1", of: project)
            let upload = try await fixture.startUpload(of: key)
            var record = try await fixture.stored(key)
            let seen = record.guardNumber
            record.wasSealed = true
            record.current = upload.id
            record.last = nil
            record.provisionedUntil = StoreFixture.start
            try await fixture.commit(in: project) { $0.catalog = [.updateVersion(record, expecting: seen)] }
            var expected = record
            expected.guardNumber = seen + 1
            #expect(try await fixture.stored(key) == expected)
            try await fixture.expectRefused([.updateVersion(record, expecting: seen)], in: project)
            try await fixture.expectRefused([.updateVersion(record, expecting: seen + 2)], in: project)
        },
        .init("an absent version's update is refused") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let record = VersionRecord(key: try fixture.version("1", of: project), createdBy: nil)
            try await fixture.expectRefused([.updateVersion(record, expecting: 0)], in: project)
        },
        .init("a version's update that was decided before a policy came keeps the policy") { store in
            let fixture = StoreFixture(store)
            let key = try fixture.version("1", of: try await fixture.makeProject(policy: StoreFixture.open))
            try await fixture.publish(key, "a.txt")
            let seen = try await fixture.stored(key)
            try await fixture.put(StoreFixture.closed, of: key)
            try await fixture.commit(in: key.project) {
                $0.catalog = [.updateVersion(seen, expecting: seen.guardNumber)]
            }
            let facts = try await store.catalog.facts(of: key.project, version: key.version)
            #expect(facts.versionPolicy?.policy == StoreFixture.closed)
            #expect(try await store.index.search(.init(), readableBy: .anonymous).total == 0)
        },
        .init("a provisioned version is removed under its guard, and may come again") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let key = try fixture.version("1", of: project)
            let record = VersionRecord(key: key, provisionedUntil: StoreFixture.start, createdBy: "anna")
            try await fixture.commit(in: project) { $0.catalog = [.insertVersion(record)] }
            try await fixture.expectRefused([.removeVersion(key, expecting: 1)], in: project)
            try await fixture.commit(in: project) { $0.catalog = [.removeVersion(key, expecting: 0)] }
            #expect(try await store.catalog.facts(of: project, version: key.version).version == nil)
            try await fixture.expectRefused([.removeVersion(key, expecting: 0)], in: project)
            try await fixture.commit(in: project) { $0.catalog = [.insertVersion(record)] }
            #expect(try await fixture.stored(key) == record)
        },
    ]
}
