package import Catalog
internal import JSONDocument
package import RegistryCore
internal import RegistryStore

extension StoreFixture {
    /// A document with one problem per keyword.
    package func reject(
        _ path: String, _ keywords: String..., message: String = "is wrong", type: String? = "report", omitted: Int = 0
    ) -> Reject {
        Reject(
            path: path, schema: type.map { "\($0)/v1.json" }, type: type,
            problems: (keywords.isEmpty ? ["type"] : keywords).map { keyword in
                RejectProblem(
                    pointer: "/\(keyword)", schemaPointer: "/properties/x/\(keyword)", keyword: keyword,
                    message: "\(message) (\(keyword))", location: "https://example.org/s#/properties/x/\(keyword)",
                    fix: [["op": "replace", "path": "/x", "value": 1.50]])
            },
            omitted: omitted)
    }

    /// Fails an upload as the services do: one commit with the state and why; returns what is kept.
    @discardableResult
    package func fail(
        _ key: UploadKey, _ rejects: [Reject], omitted: Int = 0, at time: Timestamp = start
    ) async throws -> Rejection {
        var upload = try await stored(key)
        let (state, fence) = (upload.state, upload.fence)
        upload.state = .failed
        upload.endedAt = time
        let rejection = Rejection(
            upload: key, startedBy: upload.startedBy, failedAt: time, rejects: rejects, omitted: omitted)
        try await commit(in: key.project) {
            $0.catalog = [.updateUpload(upload, expecting: state, fence: fence), .putRejection(rejection)]
        }
        return rejection
    }

    /// The whole path: an upload that fails.
    @discardableResult
    package func reject(
        _ version: VersionKey, _ rejects: [Reject], omitted: Int = 0, at time: Timestamp = start
    ) async throws -> Rejection {
        let key = try await startUpload(of: version)
        try await seal(key, at: time)
        try await claim(key)
        return try await fail(key, rejects, omitted: omitted, at: time)
    }

    /// What `caller` is told of a version's failed upload; nil where the version is not there for the caller.
    package func rejects(
        of version: VersionKey, to caller: Identity = admin, after: String? = nil, limit: Int = 500
    ) async throws -> VersionRejects? {
        try await store.catalog.rejects(of: version, writableBy: caller, after: after, limit: limit)
    }
    /// What `caller` finds.
    package func found(
        _ search: RejectSearch = RejectSearch(limit: 500), by caller: Identity = admin
    ) async throws -> [String] {
        let page = try await store.catalog.rejects(matching: search, writableBy: caller)
        return page.found.map { "\($0.upload.version)/\($0.reject.path)" }
    }
}
