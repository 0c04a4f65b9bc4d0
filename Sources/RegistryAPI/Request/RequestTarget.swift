internal import RegistryCore

/// Path and query of a request, each percent-decoded once (`spec/rest-api.md` 0.1 and 2.7).
struct RequestTarget: Sendable {
    /// Decoded, so that `%2F` is `/`: without the prefix, repeated slashes and a slash at the end; `/` for the root.
    let path: String
    /// The same path in one spelling, all ASCII: what the router compares, byte by byte.
    let routed: String
    let query: QueryParameters

    static let root = RequestTarget(path: "/", routed: "/", query: QueryParameters([]))

    private init(path: String, routed: String, query: QueryParameters) {
        self.path = path
        self.routed = routed
        self.query = query
    }

    /// Reads the target of a request line.
    ///
    /// - Parameter prefix: taken off when the path begins with it.
    /// - Throws: `.malformedIdentifier` for percent-encoding that is cut off or is not UTF-8.
    init(parsing text: String, prefix: String) throws(RegistryError) {
        let slash = UInt8(ascii: "/")
        let target = Self.originForm(of: text).prefix { $0 != UInt8(ascii: "#") }
        let parts = target.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        var segments = (parts.first ?? []).split(separator: slash)
        let prefixSegments = prefix.utf8.split(separator: slash)
        if !prefixSegments.isEmpty, segments.count >= prefixSegments.count,
            zip(segments, prefixSegments).allSatisfy({ $0.elementsEqual($1) })
        {
            segments.removeFirst(prefixSegments.count)
        }
        var decoded: [UInt8] = []
        for segment in segments {
            guard let bytes = PercentText.decode(segment) else {
                throw RegistryError(.malformedIdentifier, "the path has a '%' without two hexadecimal digits after it")
            }
            decoded.append(slash)
            decoded += bytes
        }
        guard let path = String(validating: decoded.isEmpty ? [slash] : decoded, as: UTF8.self) else {
            throw RegistryError(.malformedIdentifier, "the path is not UTF-8 when its percent-encoding is decoded")
        }
        self.path = path
        routed = "/" + decoded.split(separator: slash).map { PercentText.encode($0) }.joined(separator: "/")
        query = try QueryParameters(parsing: parts.count > 1 ? Array(parts[1]) : [])
    }

    /// A target may also be a whole URL (RFC 9112, section 3.2.2); who is asked is in `Host` then as well.
    private static func originForm(of text: String) -> ArraySlice<UInt8> {
        let bytes = Array(text.utf8)
        guard bytes.first != UInt8(ascii: "/") else { return bytes[...] }
        let parts = bytes.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].last == UInt8(ascii: ":"), parts[1].isEmpty else { return bytes[...] }
        return [UInt8(ascii: "/")] + parts[3]
    }

    /// What follows `folder` and a slash in the path; nil for another path.
    func rest(below folder: String) -> String? {
        let start = folder + "/"
        guard path.utf8.starts(with: start.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(start.utf8.count), as: UTF8.self)
    }
}
