package import Catalog
internal import JSONDocument
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// Shows and changes who may read and write a project or a version.
package struct PermissionService: Sendable {
    let registry: Registry
    private let versions: VersionService

    package init(registry: Registry) {
        self.registry = registry
        versions = VersionService(registry: registry)
    }

    /// What a request names: a project, or a version of it.
    package enum Subject: Sendable {
        case project(ProjectID)
        case version(ProjectID, VersionReference)

        var project: ProjectID {
            switch self {
            case .project(let project), .version(let project, _): project
            }
        }
    }

    /// The policy that holds for the subject: the version's own, else the project's, else the instance's.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`, also for what does not exist; `.notFound` for those who may know.
    package func policy(of subject: Subject, for caller: Identity) async throws -> PolicyRecord {
        let (facts, version) = try await facts(of: subject)
        try require(.readPermissions, for: caller, on: facts, version, subject)
        if case .version(let project, let reference) = subject, version == nil {
            throw RegistryError(.notFound, "no version '\(reference)' of project '\(project)'")
        }
        guard let policy = facts.policy else {
            let level = version == nil ? "project" : "version"
            throw RegistryError(.notFound, "No \(level)-level permissions found")
        }
        return policy
    }

    /// Changes the fields that `patch` has; the others keep the value that holds now.
    ///
    /// - Returns: a job that has succeeded already: the change holds for the next request.
    /// - Throws: `.unauthenticated`, `.forbidden`; `.invalidRequest` when `patch` names another level; `.notFound`;
    ///   `.locked` while an upload of the version is active.
    package func change(_ subject: Subject, by patch: AccessPolicyPatch, for caller: Identity) async throws -> JobID {
        let number = try await reserveNumber(subject)
        return try await commit(subject, for: caller) { facts, key, changes in
            let scope: PolicyScope = key == nil ? .project : .version
            if let named = patch.scope, named != scope {
                throw RegistryError(
                    .invalidRequest, "Permissions scope must be '\(scope.rawValue)', not '\(named.rawValue)'")
            }
            let held = (key == nil ? facts.projectPolicy ?? facts.instancePolicy : facts.policy)?.policy
            let policy = patch.applied(
                to: held ?? AccessPolicy(owners: [caller.user].compactMap(\.self), readAccess: .owners))
            let record = PolicyRecord(number: number, scope: scope, policy: policy)
            return [.putPolicy(record, of: key.map { .version($0) } ?? .project(subject.project))]
        }
    }

    /// Removes the subject's own policy; access falls back one level. May be repeated.
    package func remove(_ subject: Subject, for caller: Identity) async throws -> JobID {
        try await commit(subject, for: caller) { _, key, _ in
            [.removePolicy(of: key.map { .version($0) } ?? .project(subject.project))]
        }
    }

    /// A version that does not exist is no business of anybody but curators: its project's policy must not tell it from
    /// one that has a policy of its own.
    private func require(
        _ action: ProjectAction, for caller: Identity, on facts: VersionFacts, _ version: VersionKey?,
        _ subject: Subject
    ) throws {
        if case .version = subject, version == nil, !caller.isCurator {
            throw AccessDecision.refusal(of: action, for: caller)
        }
        try AccessDecision.require(action, for: caller, on: facts)
    }

    /// Whether the caller may change the subject's permissions; asked before a body is read.
    package func authorizeChange(_ subject: Subject, for caller: Identity) async throws {
        let (facts, version) = try await facts(of: subject)
        try require(.changePermissions, for: caller, on: facts, version, subject)
    }

    private func reserveNumber(_ subject: Subject) async throws -> PolicyNumber {
        try await registry.store.reserve(.policy(registry.store.lanes.lane(of: subject.project)))
    }

    private func facts(of subject: Subject) async throws -> (VersionFacts, VersionKey?) {
        switch subject {
        case .project(let project): return (try await registry.store.catalog.facts(of: project, version: nil), nil)
        case .version(let project, let reference):
            let key = try await versions.resolve(reference, of: project)
            let facts = try await registry.store.catalog.facts(of: project, version: key?.version)
            return (facts, facts.version == nil ? nil : key)
        }
    }

    /// One commit: the policy's row, the generation of the lane's index, one event, one audit line, the `..meta` job, and
    /// the finished job that the contract promises.
    private func commit(
        _ subject: Subject, for caller: Identity,
        _ change: (VersionFacts, VersionKey?, UploadChanges) throws -> [CatalogChange]
    ) async throws -> JobID {
        let changes = UploadChanges(registry, project: subject.project, actor: caller.user)
        let id = changes.newJobID()
        try await registry.commit {
            try await facts(of: subject)
        } deciding: { facts, key in
            try require(.changePermissions, for: caller, on: facts, key, subject)
            guard let project = facts.project else {
                throw RegistryError(.notFound, "no project '\(subject.project)'")
            }
            if case .version(_, let reference) = subject, key == nil {
                throw RegistryError(.notFound, "no version '\(reference)' of project '\(subject.project)'")
            }
            if key != nil, let last = facts.last, last.state.isActive {
                throw RegistryError(
                    .locked,
                    "version '\(last.key.version.version)' is \(last.state.rawValue); change its permissions "
                        + "when that has ended, or give them when completing")
            }
            var set = ChangeSet(lane: changes.lane)
            set.catalog = [.guardProject(project.project, expecting: project.guardNumber)]
            let policies = try change(facts, key, changes)
            set.catalog += policies
            let detail = Self.detail(of: policies)
            set.catalog.append(
                .record(
                    EventRecord(
                        id: changes.newID(), type: "permissions.changed", time: changes.now, actor: caller.user,
                        project: subject.project, version: key?.version)))
            set.catalog.append(
                .audit(
                    AuditRecord(
                        id: changes.newID(), time: changes.now, actor: caller.user, action: "permissions.changed",
                        project: subject.project, version: key?.version, detail: detail)))
            set.jobs = [
                .enqueue(Self.finished(id, for: subject, key, changes)),
                key.map { changes.meta(of: $0) } ?? changes.meta(of: subject.project),
            ]
            return set
        }
        return id
    }

    private static func detail(of changes: [CatalogChange]) -> JSONValue {
        for case .putPolicy(let record, _) in changes { return record.policy.json(scope: record.scope) }
        return ["removed": true]
    }

    private static func finished(
        _ id: JobID, for subject: Subject, _ key: VersionKey?, _ changes: UploadChanges
    ) -> JobRecord {
        var result: JSONObject = ["project_id": .string(subject.project.description)]
        if let key { result["version"] = .string(key.version.description) }
        return JobRecord(
            id: id, kind: "change_permissions", state: .completed, payload: .object(result), project: subject.project,
            version: key?.version, due: changes.now, createdBy: changes.actor, createdAt: changes.now,
            startedAt: changes.now, finishedAt: changes.now, result: .object(result))
    }
}
