internal import AsyncHTTPClient
internal import Crypto
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import RegistryCore
internal import RegistrySchemas

/// A `.tar.gz` or `.tar` behind a URL, asked for with the entity tag of the one that is known.
struct BundleOrigin: SchemaOrigin {
    private static let maxBytes = 32 << 20
    private static let redirects = 3
    private static let time: TimeAmount = .seconds(60)

    let url: String
    let folder: String

    var identity: String { "bundle \(url) \(folder)" }

    func fetch(unless known: FetchedState.Mark?, in work: String) async throws(SchemaSetError) -> FetchedState? {
        guard let answer = try await download(unless: known?.tag) else { return nil }
        let revision = HexCode.encode(SHA256.hash(data: answer.body))
        if revision == known?.revision { return nil }
        let archive = try await unpacked(answer.body, in: work)
        return FetchedState(
            files: try TarArchive.schemas(in: archive, below: folder, isBundle: true),
            mark: .init(revision: revision, tag: answer.tag))
    }

    // MARK: HTTP

    private struct Answer {
        let body: [UInt8]
        let tag: String?
    }

    /// Nil when the server says that the bundle is still the one with `tag`.
    private func download(unless tag: String?) async throws(SchemaSetError) -> Answer? {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10), read: .seconds(30)))
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let outcome: Result<Answer?, any Error>
        do {
            outcome = .success(try await ask(http, unless: tag))
        } catch {
            outcome = .failure(error)
        }
        try? await http.shutdown()
        switch outcome {
        case .success(let answer): return answer
        case .failure(let error as SchemaSetError): throw error
        case .failure(let error): throw SchemaSetError(description: "the server does not answer: \(error)")
        }
    }

    private func ask(_ http: HTTPClient, unless tag: String?) async throws -> Answer? {
        var next = url
        for _ in 0...Self.redirects {
            var request = HTTPClientRequest(url: next)
            request.headers.add(name: "User-Agent", value: "vitrine")
            if let tag { request.headers.add(name: "If-None-Match", value: tag) }
            let response = try await http.execute(request, timeout: Self.time)
            switch response.status.code {
            case 200: return Answer(body: try await collect(response), tag: response.headers.first(name: "ETag"))
            case 304 where tag != nil: return nil
            case 301, 302, 303, 307, 308:
                next = try Self.redirect(from: next, to: response.headers.first(name: "Location"))
            default: throw SchemaSetError(description: "the server answers \(response.status.code)")
            }
        }
        throw SchemaSetError(description: "the server redirects more than \(Self.redirects) times")
    }

    private func collect(_ response: HTTPClientResponse) async throws -> [UInt8] {
        do {
            return Array(buffer: try await response.body.collect(upTo: Self.maxBytes))
        } catch is NIOTooManyBytesError {
            throw SchemaSetError(description: "the bundle is longer than \(Self.maxBytes) bytes")
        }
    }

    /// Never to what is not HTTP, nor from an encrypted connection to one that is not.
    private static func redirect(from: String, to location: String?) throws(SchemaSetError) -> String {
        guard let location, let url = URL(string: location, relativeTo: URL(string: from))?.absoluteURL,
            let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty,
            scheme == "https" || (scheme == "http" && !from.lowercased().hasPrefix("https:"))
        else { throw SchemaSetError(description: "the server redirects to where nothing may be fetched from") }
        return url.absoluteString
    }

    // MARK: Unpacking

    /// The file of the archive itself.
    private func unpacked(_ bytes: [UInt8], in work: String) async throws(SchemaSetError) -> String {
        let file = work + "/bundle"
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            throw SchemaSetError(description: "'\(file)' cannot be written")
        }
        guard bytes.starts(with: [0x1F, 0x8B]) else { return file }
        let archive = work + "/archive.tar"
        let gzip = ChildProcess(
            program: "gzip", arguments: ["-d", "-c", "--", file],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
        try await gzip.run(output: archive, limits: .init(time: .seconds(60), outputBytes: TarArchive.maxBytes))
        return archive
    }
}
