/// The scheme, host and port of an `http` or `https` URL, and what follows them.
///
/// Two servers are one when scheme, host (without regard to case) and port agree; a token goes to one server only.
package struct WebOrigin: Sendable, Hashable, CustomStringConvertible {
    package let isSecure: Bool
    /// In lower case; an IPv6 address keeps its brackets.
    package let host: String
    package let port: Int

    private init(isSecure: Bool, host: String, port: Int) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
    }

    /// Splits `url` into its origin and the rest: empty, or beginning with `/`, `?` or `#`.
    ///
    /// - Returns: nil when `url` is no `http` or `https` URL, names a user, or holds white space, control characters or
    ///   bytes beyond ASCII.
    package static func split(_ url: String) -> (origin: WebOrigin, rest: String)? {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let mark = url.firstRange(of: "://") else {
            return nil
        }
        let isSecure: Bool
        switch url[..<mark.lowerBound].lowercased() {
        case "http": isSecure = false
        case "https": isSecure = true
        default: return nil
        }
        let after = url[mark.upperBound...]
        let end = after.firstIndex { "/?#".contains($0) } ?? after.endIndex
        let authority = after[..<end]
        guard !authority.contains("@"), !authority.contains("\\") else { return nil }
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : authority.firstIndex(of: ":")
        guard let hostEnd = hostEnd ?? (authority.hasPrefix("[") ? nil : authority.endIndex) else { return nil }
        let host = authority[..<hostEnd].lowercased()
        guard !host.isEmpty, host != "[]" else { return nil }
        var port = isSecure ? 443 : 80
        let suffix = authority[hostEnd...]
        if suffix.hasPrefix(":"), suffix.count > 1 {
            guard let number = UInt16(suffix.dropFirst()), number > 0 else { return nil }
            port = Int(number)
        } else if !suffix.isEmpty, suffix != ":" {
            return nil
        }
        return (WebOrigin(isSecure: isSecure, host: host, port: port), String(after[end...]))
    }

    /// `scheme://host`, with the port where it is not the scheme's own.
    package var description: String {
        let isUsual = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(host)" + (isUsual ? "" : ":\(port)")
    }
}
