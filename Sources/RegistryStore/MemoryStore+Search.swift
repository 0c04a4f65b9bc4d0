internal import Catalog
package import RegistryCore
package import SearchIndex

extension MemoryStore: SearchIndex {
    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(SearchIndexError) -> ArtifactDocument? {
        read(lanes.lane(of: artifact.project)) { tables in
            guard let version = tables.versions[artifact.versionKey], tables.mayRead(version, caller) else {
                return nil
            }
            return tables.shown(artifact)
        }
    }

    package func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage {
        // The snapshot is one moment of rows and policies; evaluating them needs no lock.
        var search = NaiveSearch(request)
        for tables in snapshot() {
            for version in tables.rows(in: request.reach) where tables.mayRead(version, caller) {
                for document in tables.shown(by: version) { try search.consider(document) }
            }
        }
        return search.page()
    }

    package func count() async throws(SearchIndexError) -> Int {
        snapshot().reduce(0) { sum, tables in
            tables.versions.values.reduce(sum) { $0 + tables.shown(by: $1).count }
        }
    }
}

extension MemoryTables {
    /// The versions of this lane that an extent takes in.
    fileprivate func rows(in extent: SearchRequest.Extent) -> [VersionRecord] {
        switch extent {
        case .everything: Array(versions.values)
        case .project(let project):
            (projects[project]?.versions ?? []).compactMap { versions[VersionKey(project: project, version: $0)] }
        case .version(let key): versions[key].map { [$0] } ?? []
        }
    }
}
