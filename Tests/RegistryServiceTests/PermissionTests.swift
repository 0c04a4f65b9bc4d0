import Catalog
import JobQueue
import RegistryCore
import RegistryService
import RegistryStore
import Testing

@Suite("Permissions")
struct PermissionTests {
    static let stranger = Identity(user: "stranger")
    static let owner = Identity(user: "alice")
    static let viewer = Identity(user: "bob")

    @Test func aFirstCompletionWithoutPermissionsMakesTheUploaderOwnerAndTheProjectPublic() async throws {
        let fixture = try ServiceFixture()
        try await fixture.publish(try fixture.key(), ["a.txt": "one"])
        let record = try await fixture.services.permissions.policy(
            of: .project(try fixture.key().project), for: ServiceFixture.admin)
        #expect(record.policy == AccessPolicy(owners: ["alice"], readAccess: .everybody))
        #expect(record.scope == .project)
    }

    @Test func laterCompletionsLeavePermissionsAlone() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"], AccessPolicyPatch(readAccess: .owners))
        try await fixture.publish(key, ["a.txt": "two"], AccessPolicyPatch(readAccess: .everybody))
        let record = try await fixture.services.permissions.policy(
            of: .project(key.project), for: ServiceFixture.admin)
        #expect(record.policy.readAccess == .owners)
    }

    @Test(arguments: Access.allCases) func showsDocumentsToWhomThePolicyNames(access: Access) async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(
            key, ["a.txt": "one"],
            AccessPolicyPatch(owners: ["alice"], viewers: ["bob"], readAccess: access))
        let seen = try await [Identity.anonymous, Self.stranger, Self.viewer, Self.owner, ServiceFixture.admin]
            .asyncMap { try await !fixture.shown(key, to: $0).isEmpty }
        let expected: [Bool] =
            switch access {
            case .everybody: [true, true, true, true, true]
            case .authenticated: [false, true, true, true, true]
            case .viewers: [false, false, true, true, true]
            case .owners: [false, false, false, true, true]
            case .nobody: [false, false, false, false, true]
            }
        #expect(seen == expected)
    }

    @Test func aChangeHoldsForTheNextRead() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        #expect(try await fixture.shown(key, to: .anonymous) == ["a.txt"])
        let job = try await fixture.services.permissions.change(
            .project(key.project), by: AccessPolicyPatch(readAccess: .nobody), for: Self.owner)
        #expect(try await fixture.shown(key, to: .anonymous) == [])
        #expect(try await fixture.store.jobs.job(job)?.state == .completed)
    }

    @Test func aVersionsOwnPolicyHoldsBeforeTheProjects() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        _ = try await fixture.services.permissions.change(
            .version(key.project, .revision(Revision(1))), by: AccessPolicyPatch(readAccess: .owners), for: Self.owner)
        #expect(try await fixture.shown(key, to: Self.stranger) == [])
        _ = try await fixture.services.permissions.remove(.version(key.project, .latest), for: Self.owner)
        #expect(try await fixture.shown(key, to: Self.stranger) == ["a.txt"])
    }

    @Test func writeAccessForAllDoesNotLetAllChangePermissions() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(
            key, ["a.txt": "one"], AccessPolicyPatch(readAccess: .everybody, writeAccess: .everybody))
        await #expect(throws: RegistryError.self) {
            _ = try await fixture.services.permissions.change(
                .project(key.project), by: AccessPolicyPatch(owners: ["stranger"]), for: Self.stranger)
        }
    }

    @Test func refusesStrangersAlikeWhereNothingIsAndWhereNothingIsTheirs() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"], AccessPolicyPatch(readAccess: .owners))
        for caller in [Identity.anonymous, Self.stranger] {
            var answers: [String] = []
            for project in [key.project, try ProjectID(parsing: "absent")] {
                let refusal = await #expect(throws: RegistryError.self) {
                    _ = try await fixture.services.permissions.policy(of: .project(project), for: caller)
                }
                answers.append(refusal?.description ?? "")
            }
            #expect(answers[0] == answers[1])
        }
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
