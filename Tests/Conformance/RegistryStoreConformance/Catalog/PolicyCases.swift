internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let policies: [RegistryStoreCase] = [
        .init("a policy is its owner's, under its number") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: nil)
            let version = try fixture.version("1", of: project)
            try await fixture.startUpload(of: version)
            let lane = fixture.lane(of: project)
            let policy = AccessPolicy(
                owners: ["an\u{e9}", "ane\u{301}"], viewers: ["x"], readAccess: .authenticated, writeAccess: .viewers)
            let ofProject = try await fixture.put(policy, of: .project(project), in: lane, scope: .project)
            let ofVersion = try await fixture.put(
                StoreFixture.closed, of: .version(version), in: lane, scope: .version)
            try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            let facts = try await store.catalog.facts(of: project, version: version.version)
            #expect(facts.projectPolicy?.number == ofProject)
            #expect(facts.projectPolicy?.scope == .project)
            #expect(facts.projectPolicy?.policy.owners.map { Array($0.utf8) } == policy.owners.map { Array($0.utf8) })
            #expect(facts.projectPolicy?.policy == policy)
            #expect(
                facts.versionPolicy == PolicyRecord(number: ofVersion, scope: .version, policy: StoreFixture.closed))
            #expect(facts.instancePolicy == PolicyRecord(number: 0, scope: .instance, policy: StoreFixture.open))
            #expect(facts.project?.policy == ofProject)
            #expect(facts.version?.policy == ofVersion)
        },
        .init("a policy takes a fresh number, and its former one's place") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            let (project, lane) = (version.project, fixture.lane(of: version.project))
            try await fixture.startUpload(of: version)
            let first = try await fixture.put(StoreFixture.open, of: .project(project), in: lane, scope: .project)
            let used = PolicyRecord(number: first, scope: .version, policy: StoreFixture.closed)
            try await fixture.expectRefused([.putPolicy(used, of: .version(version))], in: project)
            let second = try await fixture.put(StoreFixture.closed, of: .project(project), in: lane, scope: .project)
            let facts = try await store.catalog.facts(of: project, version: version.version)
            #expect(facts.project?.policy == second)
            #expect(facts.projectPolicy == PolicyRecord(number: second, scope: .project, policy: StoreFixture.closed))
            #expect(facts.versionPolicy == nil)
        },
        .init("a policy's change moves no guard") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.startUpload(of: version)
            let before = try await store.catalog.facts(of: version.project, version: version.version)
            try await fixture.put(StoreFixture.closed, of: version)
            try await fixture.put(StoreFixture.closed, of: version.project)
            let after = try await store.catalog.facts(of: version.project, version: version.version)
            #expect(after.version?.guardNumber == before.version?.guardNumber)
            #expect(after.project?.guardNumber == before.project?.guardNumber)
        },
        .init("a policy's change is refused together with the guard that it is paired with") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a")
            let number = try await store.reserve(.policy(fixture.lane(of: version.project)))
            let record = PolicyRecord(number: number, scope: .project, policy: StoreFixture.closed)
            try await fixture.expectRefused(
                [.putPolicy(record, of: .project(version.project)), .guardProject(version.project, expecting: 7)],
                in: version.project)
            #expect(try await store.index.search(.init(), readableBy: .anonymous).total == 1)
            try await fixture.expectRefused(
                [.removePolicy(of: .project(version.project)), .guardProject(version.project, expecting: 7)],
                in: version.project)
            #expect(try await store.index.search(.init(), readableBy: .anonymous).total == 1)
        },
        .init("the version's policy holds before the project's, that before the instance's, else admins only") {
            store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            let lane = fixture.lane(of: version.project)
            try await fixture.publish(version, "a")
            try await fixture.expectReadable(version, path: "a", by: ["admin"])
            try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben", "carl", "anonymous"])
            try await fixture.put(StoreFixture.closed, of: version.project)
            try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben"])
            try await fixture.put(AccessPolicy(owners: ["carl"], readAccess: .owners), of: version)
            try await fixture.expectReadable(version, path: "a", by: ["admin", "carl"])
        },
        .init("where a policy is removed the next one holds") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: StoreFixture.closed))
            let lane = fixture.lane(of: version.project)
            try await fixture.publish(version, "a")
            try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            try await fixture.put(AccessPolicy(owners: ["carl"], readAccess: .owners), of: version)
            try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: .version(version))] }
            try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben"])
            try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: .project(version.project))] }
            try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben", "carl", "anonymous"])
            try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: .instance)] }
            try await fixture.expectReadable(version, path: "a", by: ["admin"])
            let facts = try await store.catalog.facts(of: version.project, version: version.version)
            #expect(facts.policy == nil)
            #expect(facts.project?.policy == nil)
            #expect(facts.version?.policy == nil)
        },
        .init("removing a policy that is not there changes nothing") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a")
            let before = try await fixture.observe([version])
            try await fixture.commit(in: version.project) {
                $0.catalog = [.removePolicy(of: .version(version)), .removePolicy(of: .instance)]
            }
            #expect(try await fixture.observe([version]) == before)
        },
        .init("the instance's policy holds in the lane of its commit") { store in
            let fixture = StoreFixture(store)
            for lane in store.lanes.all.prefix(1) {
                try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            }
            for number in 0..<12 {
                let version = try fixture.version("1", of: try await fixture.makeProject("PRJ\(number)", policy: nil))
                try await fixture.publish(version, "a")
                let listed = try await store.catalog.versions(of: version.project, readableBy: .anonymous)
                #expect(listed.isEmpty == (fixture.lane(of: version.project) != Lane(0)))
            }
        },
        .init("a policy's change holds for the very next read, every time, without a change of the index") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            try await fixture.publish(version, "a")
            for _ in 0..<10 {
                try await fixture.put(StoreFixture.closed, of: version.project)
                try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben"])
                try await fixture.put(StoreFixture.open, of: version.project)
                try await fixture.expectReadable(version, path: "a", by: ["admin", "anna", "ben", "carl", "anonymous"])
            }
        },
        .init("no search mixes two policies while they change") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for number in 0..<4 { try await fixture.publish(try fixture.version("\(number)", of: project), "a", "b") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { @concurrent in
                    for number in 0..<40 {
                        try await fixture.put(
                            number.isMultiple(of: 2) ? StoreFixture.closed : StoreFixture.open, of: project)
                    }
                }
                group.addTask { @concurrent in
                    for _ in 0..<40 {
                        let page = try await store.index.search(.init(), readableBy: .anonymous)
                        #expect([0, 8].contains(page.total))
                        #expect(page.documents.count == page.total)
                        #expect(page.documents.allSatisfy { $0.policy == StoreFixture.open })
                    }
                }
                try await group.waitForAll()
            }
        },
    ]
}
