internal import NIOHTTP1

extension RegistryClient {
    /// Asks once whether the registry can serve requests; nothing is tried again.
    ///
    /// - Throws: `.refused` with 503 and the reason while it cannot, `.unreachable` when nobody answers.
    public func checkReadiness() async throws(RegistryClientError) {
        _ = try await call(.GET, address.url(["readyz"]), retry: .none)
    }
}
