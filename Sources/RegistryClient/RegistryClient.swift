internal import AsyncHTTPClient
internal import NIOCore

/// A registry's public API over HTTP/1.1 or HTTP/2.
///
/// Safe to use from many tasks at once. What may be repeated is repeated by itself when a connection fails or the
/// server is busy. The token goes to the registry's own server and to no other.
public final class RegistryClient: Sendable {
    public let address: RegistryAddress
    let token: String?
    let http: HTTPClient

    private init(address: RegistryAddress, token: String?, http: HTTPClient) {
        self.address = address
        self.token = token
        self.http = http
    }

    /// Runs `work` with a client of its own and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - token: sent as `Authorization: Bearer`; nil for an anonymous caller. Space around it does not count.
    ///   - connections: at most so many to one server at a time.
    /// - Throws: `.invalidToken` when the token is empty or holds more than visible ASCII; whatever `work` throws.
    public static func withClient<Outcome: Sendable>(
        for address: RegistryAddress, token: String? = nil, connections: Int = 8,
        _ work: (RegistryClient) async throws -> Outcome
    ) async throws -> Outcome {
        let token = try token.map { text throws(RegistryClientError) in try sendable(text) }
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(120), write: .seconds(120)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
        // A refused connection is reported at once; `RetryRule` decides about more tries.
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let outcome: Result<Outcome, any Error>
        do {
            outcome = .success(try await work(RegistryClient(address: address, token: token, http: http)))
        } catch {
            outcome = .failure(error)
        }
        // Connections that do not close in order are no reason to lose the outcome.
        try? await http.shutdown()
        return try outcome.get()
    }

    /// The token without the space around it, as it comes out of `$(vitrine token …)` or a file.
    package static func sendable(_ token: String) throws(RegistryClientError) -> String {
        let bytes = token.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
        guard !bytes.isEmpty else { throw .invalidToken(rule: "is empty") }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalidToken(rule: "holds white space or characters beyond ASCII; it is one word")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
