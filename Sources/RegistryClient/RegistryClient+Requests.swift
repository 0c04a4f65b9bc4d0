internal import AsyncHTTPClient
internal import JSONDocument
internal import NIOCore
internal import NIOHTTP1

extension RegistryClient {
    /// An answer's body is read up to this size: the start of an upload of 100 000 files fits.
    private static let maxAnswerBytes = 256 << 20

    /// Asks the registry, follows redirects with method and body as they are, and collects the answer.
    ///
    /// - Parameters:
    ///   - follows: whether a redirect is followed; if not it is the answer.
    ///   - retry: `.none` for what must not happen twice.
    func call(
        _ method: HTTPMethod, _ url: String, body: JSONValue? = nil, follows: Bool = true, retry: RetryRule
    ) async throws(RegistryClientError) -> Answer {
        try await retry.run { () async throws(RegistryClientError) in
            try await self.callOnce(method, url, body: body, follows: follows)
        }
    }

    private func callOnce(
        _ method: HTTPMethod, _ first: String, body: JSONValue?, follows: Bool
    ) async throws(RegistryClientError) -> Answer {
        var url = first
        var keepsToken = address.isOrigin(of: url)
        for _ in 0...RedirectRule.limit {
            var request = HTTPClientRequest(url: url)
            request.method = method
            request.headers.add(name: "Accept", value: "application/json")
            if let body {
                request.headers.add(name: "Content-Type", value: "application/json")
                request.body = .bytes(ByteBuffer(bytes: body.serialized()))
            }
            if keepsToken, let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            let response = try await execute(request)
            let bytes = try await collect(response, limit: Self.maxAnswerBytes, from: url)
            let status = Int(response.status.code)
            if status >= 400 { throw .refused(Self.refusal(response, body: bytes, of: method, url)) }
            guard (300...399).contains(status), follows else {
                return Answer(url: url, status: status, headers: response.headers, body: bytes)
            }
            switch RedirectRule.decide(from: url, to: response.headers.first(name: "Location")) {
            case .follow(let next, let keeps):
                url = next
                keepsToken = keepsToken && keeps
            case .refuse(let why): throw .invalidAnswer(why)
            }
        }
        throw .invalidAnswer("more than \(RedirectRule.limit) redirects in a row, the last to '\(url)'")
    }

    /// Sends one request as it is; the answer's body is still to be read.
    func execute(_ request: HTTPClientRequest) async throws(RegistryClientError) -> HTTPClientResponse {
        var request = request
        request.headers.replaceOrAdd(name: "User-Agent", value: "vitrine-client")
        do {
            return try await http.execute(request, deadline: .distantFuture)
        } catch {
            throw Self.failure(error, at: request.url)
        }
    }

    func collect(
        _ response: HTTPClientResponse, limit: Int, from url: String
    ) async throws(RegistryClientError) -> [UInt8] {
        do {
            return Array(buffer: try await response.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw .invalidAnswer("the body is longer than \(limit) bytes")
        } catch {
            throw Self.failure(error, at: url)
        }
    }
}
