internal import Catalog
internal import JobQueue
internal import Logging
internal import ObjectStore
internal import RegistryCore
internal import RegistrySamples
internal import RegistryService
internal import RegistryStore

/// Uploads the sample data of `vitrine up --seed`, by the same use cases as any client; what is there already is left.
package struct Seeder: Sendable {
    /// What a long piece of work has come to.
    package struct Progress: Sendable {
        package let done: Int
        package let total: Int
    }
    private let registry: Registry
    private let uploads: UploadService

    init(registry: Registry) {
        self.registry = registry
        uploads = UploadService(registry: registry)
    }

    /// - Returns: how many artifacts were added; 0 when they were all there.
    func run(report: @Sendable (Progress) -> Void) async throws -> Int {
        let projects = SampleRegistry.projects()
        let total = projects.reduce(0) { $0 + $1.versions.count }
        var done = 0, added = 0
        for project in projects {
            for version in project.versions {
                if try await upload(version, of: project) {
                    added += version.files.filter { $0.path.hasSuffix(".json") }.count
                }
                done += 1
                report(Progress(done: done, total: total))
            }
        }
        return added
    }

    /// - Returns: false when the version is there already.
    private func upload(_ version: SampleVersion, of project: SampleProject) async throws -> Bool {
        let key = VersionKey(
            project: try ProjectID(parsing: project.id), version: try VersionID(parsing: version.version))
        let facts = try await registry.store.catalog.facts(of: key.project, version: key.version)
        guard facts.current == nil else { return false }
        let owner = Identity(user: project.permissions.owners.first ?? "core.facility", roles: [.uploader])
        if let last = facts.last, last.state.isActive {
            guard last.startedBy == owner.user else { return false }
            // An earlier run was ended in the middle of it.
            guard last.state == .uploading else {
                if let job = last.indexJob { try await wait(for: job, of: key) }
                return true
            }
            _ = try await uploads.abort(key, upload: last.key.id, for: owner)
        }
        let started = try await uploads.start(
            key, StartRequest(entries: version.files.map { .init(filename: $0.path) }), for: owner)
        for file in version.files {
            try await uploads.receive(
                .bytes(file.contents), of: ArtifactPath(parsing: file.path), for: started.upload.key)
        }
        let permissions = AccessPolicyPatch(
            scope: .project, owners: project.permissions.owners, viewers: project.permissions.viewers,
            readAccess: Access(rawValue: project.permissions.readAccess) ?? .owners,
            writeAccess: Access(rawValue: project.permissions.writeAccess) ?? .owners)
        let job = try await uploads.complete(
            key, upload: started.upload.key.id, permissions: permissions, overwritesPermissions: false, for: owner)
        try await wait(for: job, of: key)
        return true
    }

    private func wait(for id: JobID, of version: VersionKey) async throws {
        while true {
            guard let job = try await registry.store.jobs.job(id) else { return }
            if job.state == .completed { return }
            if job.state.isFinal {
                throw StartError("the sample \(version) was not indexed: \(job.failure ?? job.state.rawValue)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
