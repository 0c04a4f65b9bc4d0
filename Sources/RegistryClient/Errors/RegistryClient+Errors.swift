internal import NIOHTTP1
internal import RegistryCore

extension RegistryClient {
    /// Why the latest failed upload of a version failed; for those who may write the version.
    ///
    /// - Parameters:
    ///   - version: its name, its revision, or `latest`.
    ///   - pageSize: documents, 1 to 500.
    public func errors(
        of project: String, version: String, pageSize: Int = 50
    ) async throws(RegistryClientError) -> VersionErrors {
        do throws(NameError) {
            _ = try ProjectID(parsing: project)
            _ = try VersionReference(parsing: version)
        } catch {
            throw .invalidName(error.description)
        }
        let url = address.url(
            ["projects", project, "version", version, "errors"],
            query: [("limit", String(min(max(pageSize, 1), 500)))])
        return try VersionErrors(try await call(.GET, url, retry: .usual).json())
    }

    /// The page after `page`, or nil after the last.
    public func errors(after page: VersionErrors) async throws(RegistryClientError) -> VersionErrors? {
        guard let next = page.next else { return nil }
        return try VersionErrors(try await call(.GET, try address.url(of: next, in: "next"), retry: .usual).json())
    }
}
