internal import AsyncHTTPClient
internal import JSONDocument
internal import NIOCore
internal import NIOHTTP1

extension RegistryClient {
    /// The first page of a search.
    ///
    /// - Parameter walks: whether all pages are wanted: then they come by cursor, where the registry knows that, and each of
    ///   them may be asked for again.
    public func search(
        _ options: SearchOptions, walks: Bool = false
    ) async throws(RegistryClientError) -> DocumentPage {
        let members = options.members + (walks ? [("cursor", "")] : [])
        return try DocumentPage(try await call(.GET, address.url(["search"], query: members), retry: .usual).json())
    }

    /// How many documents match.
    public func count(_ options: SearchOptions) async throws(RegistryClientError) -> Int {
        var options = options
        options.pageSize = 0
        options.explains = false
        return try await search(options).total
    }

    /// The most frequent values of some fields over the matches of a search.
    ///
    /// - Parameter size: values of each field, 1 to 500.
    public func facets(
        of fields: [String], over options: SearchOptions, size: Int = 10
    ) async throws(RegistryClientError) -> FacetReport {
        var members: [(name: String, value: String)] = [
            ("q", options.query), ("facets", fields.joined(separator: ",")), ("size", String(min(max(size, 1), 500))),
        ]
        if options.latestOnly { members.append(("latest", "true")) }
        return try FacetReport(try await call(.GET, address.url(["facets"], query: members), retry: .usual).json())
    }

    /// Every match of a search as the registry writes it, piece by piece.
    ///
    /// - Parameters:
    ///   - limit: documents at most; nil for all.
    ///   - take: called with the bytes in their order; what it throws ends the export.
    /// - Throws: `.unreachable` for a stream that breaks off: what has been taken is not all.
    public func export(
        _ options: SearchOptions, as form: SearchExportForm, limit: Int? = nil,
        to take: (_ bytes: [UInt8]) async throws -> Void
    ) async throws {
        var members = options.question + [("format", form.rawValue)]
        if let limit { members.append(("size", String(limit))) }
        let url = address.url(["search"], query: members)
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: form.mediaType)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        let response = try await execute(request)
        guard (200...299).contains(response.status.code) else {
            let body = try await collect(response, limit: 1 << 20, from: url)
            guard response.status.code >= 400 else {
                throw RegistryClientError.invalidAnswer("the registry leads elsewhere; use its own address")
            }
            throw RegistryClientError.refused(Self.refusal(response, body: body, of: .GET, url))
        }
        guard response.headers.first(name: "Content-Type")?.hasPrefix(form.mediaType) == true else {
            throw RegistryClientError.invalidAnswer("the registry does not know the form '\(form.rawValue)'")
        }
        var chunks = response.body.makeAsyncIterator()
        while true {
            let chunk: ByteBuffer?
            do {
                chunk = try await chunks.next(isolation: #isolation)
            } catch {
                throw Self.failure(error, at: url)
            }
            guard let chunk else { return }
            try await take(Array(chunk.readableBytesView))
        }
    }
}
