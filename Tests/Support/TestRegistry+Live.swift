package import HTTPTypes
internal import HummingbirdTesting
internal import NIOCore
internal import Testing

extension TestRegistry {
    /// Sends one request over a connection of its own, under any `Host`.
    ///
    /// - Precondition: the instance is live.
    package func sendAlone(
        _ method: HTTPRequest.Method, _ target: String, host: String?, headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        let port = try #require(client.port, "the instance is not live")
        let response = try await TestClient.withClient(host: "localhost", port: port) { client in
            try await client.execute(
                TestClient.Request(target, method: method, authority: host, headers: headers, body: nil))
        }
        return TestAnswer(
            status: response.status.code, headers: response.headers,
            body: response.body.map { Array($0.readableBytesView) } ?? [])
    }
}
