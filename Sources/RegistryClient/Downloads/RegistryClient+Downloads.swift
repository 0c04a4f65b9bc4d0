internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// A file that was downloaded.
public struct DownloadedFile: Sendable, Hashable {
    public let item: DownloadItem
    /// Where it is.
    public let file: String
    /// Its size in bytes.
    public let size: Int64
    /// 32 lower-case hexadecimal digits, computed from what arrived.
    public let md5: String
}

extension RegistryClient {
    /// Downloads one artifact into `folder`, streamed; a file appears there only when it is whole and as promised.
    ///
    /// The bytes come from the URL that the registry redirects to; the token does not go along.
    ///
    /// - Parameters:
    ///   - replacing: whether a file that is there may be replaced.
    ///   - progress: is told how many bytes more have arrived; fewer than none when a try starts over.
    /// - Throws: `.damaged` when size or MD5 differ from the metadata.
    public func download(
        _ item: DownloadItem, into folder: DownloadFolder, replacing: Bool = false,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(RegistryClientError) -> DownloadedFile {
        let url = address.url(["files", try Self.checked(item.id)])
        return try await RetryRule.usual.run { () async throws(RegistryClientError) in
            let got = SentBytes(progress)
            do throws(RegistryClientError) {
                let file = try folder.file(at: item.path, replacing: replacing)
                return try await self.fetch(item, from: url, into: file, got)
            } catch {
                got.takeBack()
                throw error
            }
        }
    }

    private func fetch(
        _ item: DownloadItem, from url: String, into file: PartialFile, _ got: SentBytes
    ) async throws(RegistryClientError) -> DownloadedFile {
        let response = try await openBytes(url)
        var digest = FileDigest()
        var size: Int64 = 0
        do {
            for try await piece in response.body {
                digest.update(piece)
                size += Int64(piece.readableBytes)
                try await file.write(piece)
                got.add(piece.readableBytes)
            }
        } catch {
            throw Self.failure(error, at: url)
        }
        if let expected = item.size, expected != size {
            throw .damaged(path: item.path, problem: "\(size) bytes instead of \(expected)")
        }
        if let expected = item.md5, !expected.utf8.elementsEqual(digest.hex.utf8) {
            throw .damaged(path: item.path, problem: "its MD5 is \(digest.hex), the metadata says \(expected)")
        }
        try file.finish()
        return DownloadedFile(item: item, file: file.path, size: size, md5: digest.hex)
    }

    /// Follows the redirects of `GET /files/{id}` to the bytes; the token goes with the first request only.
    private func openBytes(_ first: String) async throws(RegistryClientError) -> HTTPClientResponse {
        var url = first
        for step in 0...RedirectRule.limit {
            var request = HTTPClientRequest(url: url)
            if step == 0, let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            let response = try await execute(request)
            switch response.status.code {
            case 200: return response
            case 300...399: break
            default:
                let body = try await collect(response, limit: 1 << 20, from: url)
                guard response.status.code >= 400 else {
                    throw .invalidAnswer("status \(response.status.code) where a file was expected")
                }
                throw .refused(Self.refusal(response, body: body, of: .GET, url))
            }
            _ = try await collect(response, limit: 1 << 20, from: url)
            switch RedirectRule.decide(from: url, to: response.headers.first(name: "Location")) {
            case .follow(let next, _): url = next
            case .refuse(let why): throw .invalidAnswer(why)
            }
        }
        throw .invalidAnswer("more than \(RedirectRule.limit) redirects in a row, the last to '\(url)'")
    }
}
