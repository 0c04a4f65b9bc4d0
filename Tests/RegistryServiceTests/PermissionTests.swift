import Catalog
import JSONDocument
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

    /// What a completion with permissions, overwriting or not, comes to; by somebody with write access but no role.
    private func complete(
        _ fixture: ServiceFixture, _ key: VersionKey, _ patch: AccessPolicyPatch?, overwrite: Bool, as caller: Identity
    ) async throws {
        let upload = try await fixture.start(key, ["b.txt": "two"], as: caller)
        _ = try await fixture.services.uploads.complete(
            key, upload: upload.id, permissions: patch, overwritesPermissions: overwrite, for: caller)
        await fixture.runDueJobs()
    }

    @Test func theOwnerOfOneVersionDoesNotTakeTheProject() async throws {
        let fixture = try ServiceFixture()
        let mallory = Identity(user: "mallory")
        try await fixture.publish(
            try fixture.key("demo", "1"), ["a.txt": "one"], AccessPolicyPatch(readAccess: .owners))
        let second = try fixture.key("demo", "2")
        try await fixture.publish(second, ["b.txt": "one"])
        _ = try await fixture.services.permissions.change(
            .version(second.project, .version(second.version)), by: AccessPolicyPatch(owners: ["mallory"]),
            for: Self.owner)
        await #expect(throws: RegistryError.self) {
            try await complete(
                fixture, second, AccessPolicyPatch(scope: .project, owners: ["mallory"]), overwrite: true, as: mallory)
        }
        let held = try await fixture.services.permissions.policy(
            of: .project(second.project), for: ServiceFixture.admin)
        #expect(held.policy.owners == ["alice"])
    }

    @Test func anUploadDoesNotMakeAPolicyForAProjectWhoseVersionsHaveTheirOwn() async throws {
        let fixture = try ServiceFixture()
        let mallory = Identity(user: "mallory")
        for version in ["1", "2"] {
            try await fixture.publish(
                try fixture.key("demo", version), ["a.txt": "one"],
                AccessPolicyPatch(scope: .version, owners: [version == "1" ? "alice" : "mallory"], readAccess: .owners))
        }
        let second = try fixture.key("demo", "2")
        try await complete(
            fixture, second, AccessPolicyPatch(scope: .project, owners: ["mallory"], readAccess: .everybody),
            overwrite: false, as: mallory)
        #expect(try await fixture.shown(try fixture.key("demo", "1"), to: .anonymous) == [])
        let facts = try await fixture.store.catalog.facts(of: second.project, version: nil)
        #expect(facts.projectPolicy == nil)
    }

    @Test func overwritingLeavesTheFieldsThatTheBodyDoesNotHave() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"], AccessPolicyPatch(readAccess: .viewers))
        try await complete(
            fixture, key, AccessPolicyPatch(scope: .project, viewers: ["bob"]), overwrite: true, as: Self.owner)
        let held = try await fixture.services.permissions.policy(of: .project(key.project), for: ServiceFixture.admin)
        #expect(held.policy == AccessPolicy(owners: ["alice"], viewers: ["bob"], readAccess: .viewers))
    }

    @Test func aProjectThatWasHiddenStaysHiddenWhenMoreIsUploaded() async throws {
        let fixture = try ServiceFixture()
        try await fixture.publish(try fixture.key("demo", "1"), ["a.txt": "one"])
        _ = try await fixture.services.permissions.remove(
            .project(try fixture.key().project), for: Self.owner)
        try await fixture.publish(try fixture.key("demo", "2"), ["b.txt": "two"])
        for version in ["1", "2"] {
            #expect(try await fixture.shown(try fixture.key("demo", version), to: .anonymous) == [])
            #expect(try await fixture.shown(try fixture.key("demo", version), to: Self.stranger) == [])
        }
    }

    @Test func rightsThatAreWithdrawnBeforePublishingDoNotOverwrite() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"], AccessPolicyPatch(owners: ["alice", "mallory"]))
        let mallory = Identity(user: "mallory")
        let upload = try await fixture.start(key, ["b.txt": "two"], as: mallory)
        let job = try await fixture.services.uploads.complete(
            key, upload: upload.id, permissions: AccessPolicyPatch(owners: ["mallory"]), overwritesPermissions: true,
            for: mallory)
        _ = try await fixture.services.permissions.change(
            .project(key.project), by: AccessPolicyPatch(owners: ["alice"]), for: Self.owner)
        await fixture.runDueJobs()
        #expect(try await fixture.shown(key) == ["b.txt"])
        let held = try await fixture.services.permissions.policy(of: .project(key.project), for: ServiceFixture.admin)
        #expect(held.policy.owners == ["alice"])
        #expect(try await fixture.store.jobs.job(job)?.result?["warnings"] != nil)
    }

    @Test func aPrivateVersionOfAPublicProjectIsAsAbsentAsAnAbsentOne() async throws {
        let fixture = try ServiceFixture()
        let key = try fixture.key()
        try await fixture.publish(key, ["a.txt": "one"])
        _ = try await fixture.services.permissions.change(
            .version(key.project, .version(key.version)), by: AccessPolicyPatch(readAccess: .owners), for: Self.owner)
        for caller in [Identity.anonymous, Self.stranger] {
            var answers: Set<String> = []
            for version in [key.version, try VersionID(parsing: "absent")] {
                let refusal = await #expect(throws: RegistryError.self) {
                    _ = try await fixture.services.permissions.policy(
                        of: .version(key.project, .version(version)), for: caller)
                }
                answers.insert(refusal?.description ?? "")
            }
            #expect(answers.count == 1)
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
