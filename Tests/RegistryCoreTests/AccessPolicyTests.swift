import RegistryCore
import Testing

@Suite struct AccessPolicyTests {
    private func policy(_ read: Access, write: Access = .owners) -> AccessPolicy {
        AccessPolicy(owners: ["ann", "bob", "ann"], viewers: ["bob", "cleo"], readAccess: read, writeAccess: write)
    }

    @Test(arguments: [
        (Access.everybody, ["*public"]), (.authenticated, ["*authenticated"]), (.viewers, ["ann", "bob", "cleo"]),
        (.owners, ["ann", "bob"]), (.nobody, []),
    ])
    func accessGivesTheNamesThatHaveIt(_ access: Access, _ names: [String]) {
        #expect(policy(access).members(with: .read) == names)
        #expect(policy(.nobody, write: access).members(with: .write) == names)
    }

    @Test(arguments: [
        (Access.everybody, ["ann", "bob"]), (.authenticated, ["ann", "bob"]), (.owners, ["ann", "bob"]),
        (.viewers, ["ann", "bob", "cleo"]), (.nobody, []),
    ])
    func managingIsForNamedWritersOnly(_ write: Access, _ names: [String]) {
        #expect(policy(.everybody, write: write).members(with: .manage) == names)
    }

    @Test func grantsFollowTheCallersNames() {
        let stranger = Identity(user: "dora")
        let member = Identity(user: "dora", groups: ["cleo"])
        #expect(policy(.everybody).grants(.read, to: .anonymous))
        #expect(!policy(.authenticated).grants(.read, to: .anonymous))
        #expect(policy(.authenticated).grants(.read, to: stranger))
        #expect(!policy(.viewers).grants(.read, to: stranger))
        #expect(policy(.viewers).grants(.read, to: member))
        #expect(!policy(.viewers).grants(.write, to: member))
        #expect(!policy(.nobody).grants(.read, to: Identity(user: "ann")))
        #expect(!policy(.nobody).grants(.read, to: Identity(user: "x", roles: [.admin])), "roles are decided elsewhere")
    }

    @Test func namesAreComparedByBytes() {
        let policy = AccessPolicy(owners: ["J\u{FC}rgen"], readAccess: .owners)
        #expect(policy.grants(.read, to: Identity(user: "J\u{FC}rgen")))
        #expect(!policy.grants(.read, to: Identity(user: "Ju\u{308}rgen")))
        #expect(["\u{212A}", "K", "K"].uniqued().count == 2)
    }

    @Test func aPatchChangesOnlyWhatItNames() {
        let before = policy(.viewers)
        #expect(AccessPolicyPatch().applied(to: before) == before)
        let after = AccessPolicyPatch(viewers: [], readAccess: .everybody).applied(to: before)
        #expect(after == AccessPolicy(owners: before.owners, viewers: [], readAccess: .everybody))
    }

    @Test func theWiresWordsAreKept() {
        #expect(Access.allCases.map(\.rawValue) == ["public", "authenticated", "viewers", "owners", "none"])
        #expect(PolicyScope.allCases.map(\.rawValue) == ["project", "version", "global"])
    }
}
