package import Catalog
package import RegistryCore

extension MemoryStore: Catalog {
    package func facts(of project: ProjectID, version: VersionID?) async throws(CatalogError) -> VersionFacts {
        read(lanes.lane(of: project)) { tables in
            var facts = VersionFacts()
            facts.instancePolicy = tables.policies[0]
            facts.project = tables.projects[project]?.record
            facts.projectPolicy = facts.project?.policy.flatMap { tables.policies[$0] }
            guard let version, let record = tables.versions[VersionKey(project: project, version: version)] else {
                return facts
            }
            facts.version = record
            facts.versionPolicy = record.policy.flatMap { tables.policies[$0] }
            facts.current = tables.current(of: record)
            facts.last = record.last.flatMap { tables.uploads[UploadKey(version: record.key, id: $0)]?.record }
            return facts
        }
    }

    package func version(of project: ProjectID, revision: Revision) async throws(CatalogError) -> VersionKey? {
        read(lanes.lane(of: project)) { tables in
            guard let key = tables.projects[project]?.revisions[revision.number],
                tables.versions[key.version]?.current == key.id
            else { return nil }
            return key.version
        }
    }
    package func latestVersion(of project: ProjectID) async throws(CatalogError) -> VersionKey? {
        read(lanes.lane(of: project)) { tables in
            (tables.projects[project]?.versions ?? [])
                .compactMap { tables.versions[VersionKey(project: project, version: $0)] }
                .compactMap { tables.current(of: $0) }
                .filter { $0.revision != nil }
                .max { ($0.revision ?? 0) < ($1.revision ?? 0) }?.key.version
        }
    }

    package func upload(_ key: UploadKey) async throws(CatalogError) -> UploadRecord? {
        read(lanes.lane(of: key.project)) { $0.uploads[key]?.record }
    }
    package func files(
        of upload: UploadKey, after: ArtifactPath?, limit: Int
    ) async throws(CatalogError) -> [FileRecord] {
        let files = read(lanes.lane(of: upload.project)) { tables in
            tables.uploads[upload] == nil ? [:] : tables.files[upload] ?? [:]
        }
        let paths = files.keys.filter { path in after.map { $0 < path } ?? true }.sorted().prefix(limit)
        return paths.compactMap { files[$0]?.row }
    }
    package func file(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(CatalogError) -> FileRecord? {
        read(lanes.lane(of: artifact.project)) { tables in
            guard let version = tables.versions[artifact.versionKey], let upload = tables.current(of: version),
                tables.mayRead(version, caller)
            else { return nil }
            return tables.files[upload.key]?[artifact.path]?.row
        }
    }

    package func versions(
        of project: ProjectID, readableBy caller: Identity
    ) async throws(CatalogError) -> [VersionSummary] {
        read(lanes.lane(of: project)) { $0.listing(of: project, readableBy: caller) }
    }
    package func projects(
        readableBy caller: Identity, after: ProjectID?, limit: Int
    ) async throws(CatalogError) -> ProjectPage {
        let readable = snapshot().flatMap { tables in
            tables.projects.keys.compactMap { project -> ProjectSummary? in
                let versions = tables.listing(of: project, readableBy: caller)
                return versions.isEmpty ? nil : ProjectSummary(project: project, versions: versions)
            }
        }
        let rest = readable.filter { summary in after.map { $0 < summary.project } ?? true }
            .sorted { $0.project < $1.project }
        return ProjectPage(
            projects: Array(rest.prefix(limit)), total: readable.count, hasMore: rest.count > limit)
    }

    package func uploads(
        in state: UploadState, before: Timestamp, limit: Int
    ) async throws(CatalogError) -> [UploadRecord] {
        let found = snapshot().flatMap { tables in
            tables.uploads.values.filter { $0.record.state == state && $0.movedAt < before }
        }
        return found.sorted { $0.movedAt < $1.movedAt }.prefix(limit).map(\.record)
    }

    package func scroll(_ id: RandomID) async throws(CatalogError) -> ScrollRecord? {
        read(lanes.lane(of: id.description)) { $0.scrolls[id] }
    }
    package func events(
        in lane: Lane, after position: Int, limit: Int
    ) async throws(CatalogError) -> [(position: Int, event: EventRecord)] {
        read(lane) { tables in
            let first = max(position, 0)
            return tables.events.dropFirst(first).prefix(limit).enumerated().map { (first + $0.offset + 1, $0.element) }
        }
    }
}
