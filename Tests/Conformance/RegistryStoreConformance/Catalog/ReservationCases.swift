internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let reservations: [RegistryStoreCase] = [
        .init("project numbers count from 1, per prefix") { (store) async throws in
            for prefix in ["PRJ", "prj", "PRJ1", ""] {
                #expect(try await store.reserve(.project(prefix: prefix)) == 1)
                #expect(try await store.reserve(.project(prefix: prefix)) == 2)
            }
        },
        .init("prefixes are compared by bytes: é composed and decomposed differ") { (store) async throws in
            #expect(try await store.reserve(.project(prefix: "caf\u{e9}")) == 1)
            #expect(try await store.reserve(.project(prefix: "cafe\u{301}")) == 1)
            #expect(try await store.reserve(.project(prefix: "caf\u{e9}")) == 2)
        },
        .init("version numbers count from 1, per project, also before the project is there") { store in
            let fixture = StoreFixture(store)
            let absent = try ProjectID(parsing: "soon")
            #expect(try await store.reserve(.version(absent)) == 1)
            try await fixture.makeProject("soon")
            #expect(try await store.reserve(.version(absent)) == 2)
            let project = try await fixture.makeProject()
            #expect(try await store.reserve(.version(project)) == 1)
        },
        .init("policy numbers count from 1, per lane") { (store) async throws in
            for lane in store.lanes.all {
                #expect(try await store.reserve(.policy(lane)) == 1)
                #expect(try await store.reserve(.policy(lane)) == 2)
            }
        },
        .init("50 reservations of a project at once are distinct") { store in
            let numbers = try await gathered(50) { _ in try await store.reserve(.project(prefix: "PRJ")) }
            #expect(Set(numbers).count == 50)
            #expect(numbers.allSatisfy { $0 >= 1 })
        },
        .init("50 reservations of a version at once are distinct") { store in
            let project = try ProjectID(parsing: "PRJ1")
            let numbers = try await gathered(50) { _ in try await store.reserve(.version(project)) }
            #expect(Set(numbers).count == 50)
        },
        .init("50 reservations of a policy at once are distinct") { store in
            let numbers = try await gathered(50) { _ in try await store.reserve(.policy(Lane(0))) }
            #expect(Set(numbers).count == 50)
        },
    ]
}
