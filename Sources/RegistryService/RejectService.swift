internal import Catalog
package import JSONDocument
package import RegistryCore
internal import RegistryStore

/// One page of rejects as the wire shows it.
package struct RejectListing: Sendable {
    package let body: JSONObject
    /// What the next page is asked for with; nil on the last one.
    package let next: String?
}

/// Tells why uploads failed, to those who may write what they were of: errors quote the documents.
package struct RejectService: Sendable {
    let registry: Registry
    private let versions: VersionService

    package init(registry: Registry) {
        self.registry = registry
        versions = VersionService(registry: registry)
    }

    /// Why the latest failed upload of a version failed, by document, in the order of their paths.
    ///
    /// - Parameters:
    ///   - after: the `next` of the former page.
    ///   - limit: 1 to 500 documents.
    /// - Returns: no documents when no upload has failed since the version was published last.
    /// - Throws: `.notFound`, alike for what is absent and for what the caller may not write.
    package func errors(
        of reference: VersionReference, in project: ProjectID, after: String?, limit: Int, for caller: Identity
    ) async throws -> RejectListing {
        guard let version = try await versions.resolve(reference, of: project),
            let page = try await registry.store.catalog.rejects(
                of: version, writableBy: caller, after: after, limit: limit)
        else { throw RegistryError(.notFound, "No such project/version") }
        var body: JSONObject = [
            "project_id": .string(project.description), "version": .string(version.version.description),
            "upload": page.rejection.map { .string($0.upload.id.description) } ?? .null,
            "failed_at": page.rejection.map { .string($0.failedAt.description) } ?? .null,
            "results": .array(page.rejects.map { .object($0.json) }),
        ]
        body.count(page.rejects.count, of: page.rejection?.documents ?? 0, problems: page.rejection?.problems ?? 0)
        body["omitted"] = .number(JSONNumber(page.rejection?.omitted ?? 0))
        return RejectListing(body: body, next: page.hasMore ? page.rejects.last?.path : nil)
    }

    /// Rejected documents of all versions that the caller may write, newest failure first.
    ///
    /// - Parameters:
    ///   - text: looked for in path, pointers, keywords and messages, whatever the case; at most 256 bytes.
    ///   - type: the schema's type, exactly.
    ///   - keyword: a keyword that refused something, exactly.
    ///   - after: the `next` of the former page.
    ///   - limit: 1 to 500 documents.
    /// - Throws: `.invalidQuery` naming the parameter.
    package func search(
        text: String?, project: ProjectID?, type: String?, keyword: String?, after: String?, limit: Int,
        for caller: Identity
    ) async throws -> RejectListing {
        for (name, value) in [("q", text), ("type", type), ("keyword", keyword)] {
            guard let value, value.utf8.count > Limits.rejectTextBytes else { continue }
            throw RegistryError(.invalidQuery, "'\(name)' is longer than \(Limits.rejectTextBytes) bytes")
        }
        let page = try await registry.store.catalog.rejects(
            matching: RejectSearch(
                text: text, project: project, type: type, keyword: keyword, after: try after.map(RejectPosition.init),
                limit: limit),
            writableBy: caller)
        var body: JSONObject = ["results": .array(page.found.map { .object($0.json) })]
        body.count(page.found.count, of: page.documents, problems: page.problems)
        body["complete"] = .bool(page.isComplete)
        return RejectListing(body: body, next: page.next?.token)
    }
}

extension VersionKey {
    /// Where the errors of the version's latest failed upload are, relative to the registry's root.
    var errorsPath: String { "/projects/\(project)/version/\(version)/errors" }
}

extension JSONObject {
    fileprivate mutating func count(_ count: Int, of total: Int, problems: Int) {
        self["count"] = .number(JSONNumber(count))
        self["total"] = .number(JSONNumber(total))
        self["problems"] = .number(JSONNumber(problems))
    }
}
