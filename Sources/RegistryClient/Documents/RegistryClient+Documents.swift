public import JSONDocument
internal import NIOHTTP1
internal import RegistryCore

extension RegistryClient {
    /// Searches the documents that the caller may read.
    ///
    /// - Parameters:
    ///   - fields: dotted names of the members to answer; empty for whole documents.
    ///   - latestOnly: only the highest matching revision of each project.
    ///   - pageSize: 1 to 500.
    public func search(
        _ query: String, fields: [String] = [], latestOnly: Bool = false, pageSize: Int = 50
    ) async throws(RegistryClientError) -> DocumentPage {
        var options = SearchOptions(query)
        (options.fields, options.latestOnly, options.pageSize) = (fields, latestOnly, max(pageSize, 1))
        return try await search(options)
    }

    /// The documents of a version, page by page.
    ///
    /// - Parameter version: its name, its revision, or `latest`.
    public func documents(of project: String, version: String) async throws(RegistryClientError) -> DocumentPage {
        do throws(NameError) {
            _ = try ProjectID(parsing: project)
            _ = try VersionReference(parsing: version)
        } catch {
            throw .invalidName(error.description)
        }
        let url = address.url(["projects", project, "version", version, "metadata"])
        return try DocumentPage(try await call(.GET, url, retry: .usual).json())
    }

    /// The page after `page`, or nil after the last; a registry keeps the place of a scroll for about two
    /// minutes.
    public func page(after page: DocumentPage) async throws(RegistryClientError) -> DocumentPage? {
        if let cursor = page.cursor {
            let url = address.url(["search"], query: [("cursor", cursor)])
            return try DocumentPage(try await call(.GET, url, retry: .usual).json())
        }
        guard let next = page.next else { return nil }
        let url = try address.url(of: next, in: "next")
        // Each step moves the place, so a repetition would skip a page.
        return try DocumentPage(try await call(.GET, url, retry: .none).json())
    }

    /// The metadata document of one artifact.
    ///
    /// - Parameter id: `project:path@version`, the version possibly a revision or `latest`.
    public func metadata(of id: String) async throws(RegistryClientError) -> JSONValue {
        try await call(.GET, address.url(["files", try Self.checked(id), "metadata"]), retry: .usual).json()
    }

    /// - Throws: `.invalidName` with the rule that `id` broke.
    static func checked(_ id: String) throws(RegistryClientError) -> String {
        do throws(NameError) {
            return try ArtifactReference(parsing: id).description
        } catch {
            throw .invalidName(error.description)
        }
    }
}
