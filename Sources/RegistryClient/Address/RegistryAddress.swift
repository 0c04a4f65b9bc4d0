/// The base URL of a registry: `https://host`, `http://127.0.0.1:8080` or, behind a prefix, `https://host/v1`.
public struct RegistryAddress: Sendable, Hashable, CustomStringConvertible {
    let origin: WebOrigin
    /// Empty, or begins with `/` and does not end with one.
    let prefix: String

    /// - Throws: `.invalidAddress` naming what is wrong; a user, a query and a fragment have no place in it.
    public init(parsing text: String) throws(RegistryClientError) {
        guard let (origin, rest) = WebOrigin.split(text) else {
            throw .invalidAddress(
                text, rule: "must be an http or https URL without a user, like http://127.0.0.1:8080")
        }
        guard !rest.contains(where: { "?#".contains($0) }) else {
            throw .invalidAddress(text, rule: "must not have a query or a fragment")
        }
        self.origin = origin
        var prefix = rest[...]
        while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
        self.prefix = String(prefix)
    }

    /// The base URL without a trailing slash.
    public var description: String { origin.description + prefix }

    /// The URL of a route.
    ///
    /// - Parameters:
    ///   - segments: the parts of the path, not encoded.
    ///   - query: names and values, not encoded.
    package func url(_ segments: [String], query: [(name: String, value: String)] = []) -> String {
        let path = segments.map { "/" + PercentEncoding.encode($0) }.joined()
        return description + path + (query.isEmpty ? "" : "?" + PercentEncoding.query(query))
    }

    /// The URL that a body of the registry means: one that begins with `/` is relative to the base
    /// (`spec/rest-api.md` 0.1), any other is absolute.
    ///
    /// - Parameter field: where it stood, for the error.
    package func url(of reference: String, in field: String) throws(RegistryClientError) -> String {
        let url = reference.hasPrefix("/") && !reference.hasPrefix("//") ? description + reference : reference
        guard WebOrigin.split(url) != nil else {
            throw .invalidAnswer("'\(field)' is neither a path nor an http or https URL: '\(reference)'")
        }
        return url
    }

    /// Whether `url` leads to this registry's own server, so that the token may go there.
    package func isOrigin(of url: String) -> Bool { WebOrigin.split(url)?.origin == origin }
}
