internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    /// One policy, and who may read under it.
    private static func readable(
        _ promise: String, _ policy: AccessPolicy, by readers: Set<String>
    ) -> RegistryStoreCase {
        .init(promise) { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: policy))
            try await fixture.publish(version, "a")
            try await fixture.expectReadable(version, path: "a", by: readers)
        }
    }

    static let readability: [RegistryStoreCase] = [
        readable(
            "public: everybody reads", AccessPolicy(owners: [], readAccess: .everybody),
            by: ["admin", "anna", "ben", "carl", "anonymous"]),
        readable(
            "authenticated: whoever has a name reads", AccessPolicy(owners: [], readAccess: .authenticated),
            by: ["admin", "anna", "ben", "carl"]),
        readable(
            "viewers: viewers, their groups and owners read",
            AccessPolicy(owners: ["anna"], viewers: ["lab"], readAccess: .viewers), by: ["admin", "anna", "ben"]),
        readable(
            "owners: viewers do not read", AccessPolicy(owners: ["anna"], viewers: ["lab"], readAccess: .owners),
            by: ["admin", "anna"]),
        readable(
            "none: admins alone read", AccessPolicy(owners: ["anna"], viewers: ["lab"], readAccess: .nobody),
            by: ["admin"]),
        .init("names are compared by bytes: é composed and decomposed are two persons") { store in
            let fixture = StoreFixture(store)
            let policy = AccessPolicy(owners: ["ren\u{e9}"], viewers: ["t\u{e9}am"], readAccess: .viewers)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: policy))
            try await fixture.publish(version, "a")
            let artifact = try fixture.artifact("a", of: version)
            let readers = [
                Identity(user: "ren\u{e9}"): true, Identity(user: "rene\u{301}", groups: ["x"]): false,
                Identity(user: "x", groups: ["t\u{e9}am"]): true,
                Identity(user: "x", groups: ["te\u{301}am", "y"]): false,
                Identity(user: "REN\u{c9}"): false, Identity(user: "rene"): false,
            ]
            for (caller, isReader) in readers {
                #expect((try await store.index.document(artifact, readableBy: caller) != nil) == isReader)
                #expect((try await store.catalog.file(artifact, readableBy: caller) != nil) == isReader)
                #expect(try await store.index.search(.init(), readableBy: caller).total == (isReader ? 1 : 0))
                #expect(
                    try await store.catalog.projects(readableBy: caller, after: nil, limit: 9).total
                        == (isReader ? 1 : 0))
                #expect(
                    try await store.catalog.versions(of: version.project, readableBy: caller).count
                        == (isReader ? 1 : 0))
            }
        },
        .init("a caller of many groups reads what any of them may") { store in
            let fixture = StoreFixture(store)
            for number in 0..<5 {
                let policy = AccessPolicy(owners: ["o"], viewers: ["g\(number * 100)"], readAccess: .viewers)
                let version = try fixture.version(
                    "1", of: try await fixture.makeProject("PRJ\(number)", policy: policy))
                try await fixture.publish(version, "a")
            }
            let caller = Identity(user: "x", groups: (0..<300).map { "g\($0)" })
            #expect(try await store.index.search(.init(), readableBy: caller).total == 3)
            #expect(try await store.catalog.projects(readableBy: caller, after: nil, limit: 9).total == 3)
        },
        .init("the roles uploader and creator, and a presigned request, widen no read") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: StoreFixture.closed))
            try await fixture.publish(version, "a")
            let artifact = try fixture.artifact("a", of: version)
            for caller in [
                Identity(user: "x", roles: [.uploader, .creator]), Identity(user: "x", isPresigned: true),
                Identity.anonymous.presigned(),
            ] {
                #expect(try await store.index.document(artifact, readableBy: caller) == nil)
                #expect(try await store.catalog.file(artifact, readableBy: caller) == nil)
                #expect(try await store.index.search(.init(), readableBy: caller).total == 0)
                #expect(try await store.catalog.versions(of: version.project, readableBy: caller).isEmpty)
            }
        },
        .init("of one project's versions a caller sees those that the caller may read") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for name in ["1", "2", "3"] { try await fixture.publish(try fixture.version(name, of: project), "a") }
            try await fixture.put(StoreFixture.closed, of: try fixture.version("2", of: project))
            let listed = try await store.catalog.versions(of: project, readableBy: .anonymous)
            #expect(listed.map(\.version.description) == ["1", "3"])
            let page = try await store.catalog.projects(readableBy: .anonymous, after: nil, limit: 10)
            #expect(page.projects == [ProjectSummary(project: project, versions: listed)])
            #expect(try await store.index.search(.init(), readableBy: .anonymous).total == 2)
            #expect(try await store.catalog.versions(of: project, readableBy: StoreFixture.ben).count == 3)
        },
        .init("a document tells the policy that holds now and its scope") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            try await fixture.publish(version, "a")
            let artifact = try fixture.artifact("a", of: version)
            let lane = fixture.lane(of: version.project)
            try await fixture.expectShown(artifact, under: nil, of: nil)
            try await fixture.put(StoreFixture.open, of: .instance, in: lane, scope: .instance)
            try await fixture.expectShown(artifact, under: StoreFixture.open, of: .instance)
            try await fixture.put(StoreFixture.closed, of: version.project)
            try await fixture.expectShown(artifact, under: StoreFixture.closed, of: .project)
            try await fixture.put(StoreFixture.open, of: version)
            try await fixture.expectShown(artifact, under: StoreFixture.open, of: .version)
        },
    ]
}
