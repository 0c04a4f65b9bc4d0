internal import Catalog
internal import JobQueue
package import RegistryCore
internal import RegistryStore

extension UploadService {
    /// Issues a project id from a sequence, and its first version.
    ///
    /// - Parameter prefix: selects the sequence; nil for the default one.
    /// - Throws: `.unauthenticated`, `.forbidden`; `.invalidRequest` for an unknown prefix.
    package func provisionProject(prefix: String?, for caller: Identity) async throws -> VersionKey {
        try AccessDecision.require(.provisionProject, for: caller, on: VersionFacts())
        let sequences = registry.settings.sequences
        guard let prefix = prefix ?? sequences.first, sequences.contains(where: { $0.utf8.elementsEqual(prefix.utf8) })
        else {
            throw RegistryError(
                .invalidRequest,
                "Unknown prefix '\(prefix ?? "")', not matching a known sequence; known are "
                    + sequences.map { "'\($0)'" }.joined(separator: ", "))
        }
        while true {
            let number = try await registry.store.reserve(.project(prefix: prefix))
            let digits = String(number)
            let padding = String(repeating: "0", count: max(0, registry.settings.sequenceDigits - digits.count))
            let project = try ProjectID(parsing: prefix + padding + digits)
            // Somebody may have uploaded to a project of this name without asking for one.
            if try await registry.store.catalog.facts(of: project, version: nil).project != nil { continue }
            try await createProject(project, for: caller)
            return try await issueVersion(of: project, for: caller)
        }
    }

    /// Issues the next version of a project.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`; `.invalidRequest` for a project that does not exist.
    package func provisionVersion(of project: ProjectID, for caller: Identity) async throws -> VersionKey {
        let facts = try await registry.store.catalog.facts(of: project, version: nil)
        try AccessDecision.require(.startUpload, for: caller, on: facts)
        guard facts.project != nil else {
            throw RegistryError(.invalidRequest, "Project \(project) doesn't exist, can't provision version")
        }
        return try await issueVersion(of: project, for: caller)
    }

    private func createProject(_ project: ProjectID, for caller: Identity) async throws {
        let changes = UploadChanges(registry, project: project, actor: caller.user)
        var set = ChangeSet(lane: changes.lane)
        set.catalog = [
            .insertProject(ProjectRecord(project: project, createdBy: caller.user, createdAt: changes.now))
        ]
        try await registry.commit {
        } deciding: { _ in
            set
        }
    }

    /// The next number that no version of the project has as its name; the offer is withdrawn when it is not taken up.
    private func issueVersion(of project: ProjectID, for caller: Identity) async throws -> VersionKey {
        while true {
            let number = try await registry.store.reserve(.version(project))
            let key = VersionKey(project: project, version: try VersionID(parsing: String(number)))
            let changes = UploadChanges(registry, project: project, actor: caller.user)
            let until = changes.now + registry.settings.provisionLifetime
            var isTaken = false
            try await registry.commit {
                try await registry.store.catalog.facts(of: project, version: key.version)
            } deciding: { facts in
                isTaken = facts.version != nil
                var set = ChangeSet(lane: changes.lane)
                if isTaken { return set }
                set.catalog = [
                    .insertVersion(VersionRecord(key: key, provisionedUntil: until, createdBy: caller.user)),
                    changes.event("version.provisioned", key),
                ]
                set.jobs = [
                    .enqueue(changes.job(ReleaseProvision.self, of: key, payload: key.payload, due: until))
                ]
                return set
            }
            if !isTaken { return key }
        }
    }
}
