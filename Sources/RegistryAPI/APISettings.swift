/// How the outside sees this instance.
package struct APISettings: Sendable, Hashable {
    /// The base that clients are given, prefix included, such as `https://host/v1`; nil takes it from each request.
    package var publicURL: String?
    /// A literal that begins every path, such as `/v1`, or empty. Requests without it are answered too: a proxy may have
    /// taken it off.
    package var prefix: String
    /// Whether `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-ADB-Prefix` come from a proxy of ours.
    package var trustsForwardedHeaders: Bool
    /// Clients whose tokens are accepted besides the instance's own; shown by `GET /`.
    package var otherClients: [String]
    /// The kind of object storage that `GET /` shows.
    package var storageType: String

    package init(
        publicURL: String? = nil, prefix: String = "", trustsForwardedHeaders: Bool = false,
        otherClients: [String] = [], storageType: String = "file"
    ) {
        self.publicURL = publicURL
        self.prefix = prefix
        self.trustsForwardedHeaders = trustsForwardedHeaders
        self.otherClients = otherClients
        self.storageType = storageType
    }
}
