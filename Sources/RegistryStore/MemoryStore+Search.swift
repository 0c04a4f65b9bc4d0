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
        var search = NaiveSearch(request)
        try forEachDocument(in: request.candidates, readableBy: caller) { (document) throws(SearchIndexError) in
            try search.consider(document)
        }
        return try search.page()
    }

    package func facets(
        _ request: FacetsRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> FacetsAnswer {
        var facets = NaiveFacets(request)
        try forEachDocument(in: request.reach, readableBy: caller) { (document) throws(SearchIndexError) in
            try facets.consider(document)
        }
        return try facets.answer()
    }

    package func fields(
        beginningWith prefix: String, limit: Int, readableBy caller: Identity
    ) async throws(SearchIndexError) -> [FieldCount] {
        var names = NaiveFieldNames(beginningWith: prefix)
        try forEachDocument(in: .everything, readableBy: caller) { (document) throws(SearchIndexError) in
            try names.consider(document)
        }
        return names.names(limit: limit)
    }

    package func count() async throws(SearchIndexError) -> Int {
        snapshot().reduce(0) { sum, tables in
            tables.versions.values.reduce(sum) { $0 + tables.shown(by: $1).count }
        }
    }

    /// The snapshot is one moment of rows and policies; evaluating them needs no lock.
    private func forEachDocument(
        in extent: SearchRequest.Extent, readableBy caller: Identity,
        _ body: (ArtifactDocument) throws(SearchIndexError) -> Void
    ) throws(SearchIndexError) {
        for tables in snapshot() {
            for version in tables.rows(in: extent) where tables.mayRead(version, caller) {
                for document in tables.shown(by: version) { try body(document) }
            }
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
