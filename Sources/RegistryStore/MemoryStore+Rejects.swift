package import Catalog
package import RegistryCore

extension MemoryStore {
    package func rejects(
        of version: VersionKey, writableBy caller: Identity, after: String?, limit: Int
    ) async throws(CatalogError) -> VersionRejects? {
        read(lanes.lane(of: version.project)) { tables -> VersionRejects? in
            guard let row = tables.versions[version], tables.mayWrite(row, caller) else { return nil }
            guard let rejection = tables.rejections[version] else {
                return VersionRejects(rejection: nil, rejects: [], hasMore: false)
            }
            let rest = rejection.rejects.filter { reject in
                after.map { $0.utf8.lexicographicallyPrecedes(reject.path.utf8) } ?? true
            }
            let limit = max(limit, 0)
            return VersionRejects(
                rejection: rejection.summary, rejects: Array(rest.prefix(limit)), hasMore: rest.count > limit)
        }
    }

    package func rejects(
        matching search: RejectSearch, writableBy caller: Identity
    ) async throws(CatalogError) -> RejectPage {
        let writable = snapshot().flatMap { tables in
            tables.rejections.values.filter { rejection in
                (search.project.map { $0 == rejection.upload.project } ?? true)
                    && (tables.versions[rejection.upload.version].map { tables.mayWrite($0, caller) } ?? false)
            }
        }
        let newest = writable.flatMap { rejection in
            rejection.rejects.map {
                FoundReject(upload: rejection.upload, failedAt: rejection.failedAt, reject: $0)
            }
        }
        .sorted { $0.position < $1.position }.prefix(RejectSearch.window)
        let found = newest.filter { search.matches($0.reject) }
        let rest = found.filter { reject in search.after.map { $0 < reject.position } ?? true }
        let page = Array(rest.prefix(max(search.limit, 0)))
        return RejectPage(
            found: page, documents: found.count, problems: found.reduce(0) { $0 + $1.reject.problems.count },
            isComplete: newest.count < RejectSearch.window,
            next: rest.count > page.count ? page.last?.position : nil)
    }
}

extension MemoryTables {
    /// Whether the caller may change the version, or started the upload of which there is something to tell.
    fileprivate func mayWrite(_ version: VersionRecord, _ caller: Identity) -> Bool {
        if caller.isCurator { return true }
        guard let project = projects[version.key.project]?.record else { return false }
        let starter =
            if let rejection = rejections[version.key] { rejection.startedBy } else {
                version.last.flatMap { uploads[UploadKey(version: version.key, id: $0)]?.record.startedBy }
            }
        if let user = caller.user, let starter, user.utf8.elementsEqual(starter.utf8) { return true }
        return policy(of: version, in: project)?.policy.grants(.write, to: caller) ?? false
    }
}

extension RejectSearch {
    fileprivate func matches(_ reject: Reject) -> Bool {
        if let type, !(reject.type?.utf8.elementsEqual(type.utf8) ?? false) { return false }
        if let keyword, !reject.keywords.contains(where: { $0.utf8.elementsEqual(keyword.utf8) }) { return false }
        guard let text else { return true }
        return Array(reject.searchedText.utf8).firstRange(of: Array(text.lowercased().utf8)) != nil
    }
}
