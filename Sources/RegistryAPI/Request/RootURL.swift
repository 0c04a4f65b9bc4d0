internal import HTTPTypes
internal import Hummingbird
internal import RegistryCore

/// The address at which the sender of a request sees this instance (`spec/rest-api.md` 0.1).
///
/// The configured public URL; else what a trusted proxy says; else `http://`, the `Host` header and the prefix. Of several
/// values of a forwarded header the last counts: the proxy wrote it, the others came from who sent the request to it.
struct RootURL {
    /// Begins every path of the registry as clients see it: empty, or `/` and more without a slash at the end.
    let prefix: String
    private let origin: Origin

    private enum Origin {
        case known(String)
        case header(scheme: String, host: String?)
    }

    init(of request: Request, _ settings: APISettings) throws(RegistryError) {
        if let url = settings.publicURL {
            (origin, prefix) = Self.parts(of: url)
            return
        }
        if settings.trustsForwardedHeaders {
            let forwardedPrefix = request.headers[.adbPrefix].map(Self.withoutSlashAtEnd)
            prefix = try Self.checked(prefix: forwardedPrefix ?? settings.prefix)
            let scheme = request.headers[.forwardedProto]?.commaList.last?.lowercased()
            if let host = request.headers[.forwardedHost]?.commaList.last, scheme == "http" || scheme == "https" {
                origin = .header(scheme: scheme ?? "http", host: host)
                return
            }
        } else {
            prefix = Self.withoutSlashAtEnd(settings.prefix)
        }
        origin = .header(scheme: "http", host: request.head.authority)
    }

    /// Returns `location` as it is when it is absolute, and below this root when it begins with `/`.
    ///
    /// - Throws: `.invalidRequest` when the root is to be taken from a `Host` that is none.
    func absolute(_ location: String) throws(RegistryError) -> String {
        guard location.utf8.first == UInt8(ascii: "/") else { return location }
        switch origin {
        case .known(let origin): return origin + prefix + location
        case .header(let scheme, let host):
            guard let host, Self.isHost(host) else {
                throw RegistryError(.invalidRequest, "the 'Host' header is missing or is no host and port")
            }
            return "\(scheme)://\(host)\(prefix)\(location)"
        }
    }

    private static func parts(of url: String) -> (Origin, String) {
        let bytes = Array(withoutSlashAtEnd(url).utf8)
        var slashes = 0
        let end = bytes.firstIndex { byte in
            if byte == UInt8(ascii: "/") { slashes += 1 }
            return slashes == 3
        }
        return (
            .known(String(decoding: bytes[..<(end ?? bytes.endIndex)], as: UTF8.self)),
            String(decoding: bytes[(end ?? bytes.endIndex)...], as: UTF8.self)
        )
    }
    private static func withoutSlashAtEnd(_ text: String) -> String {
        String(decoding: Array(text.utf8.reversed().drop { $0 == UInt8(ascii: "/") }.reversed()), as: UTF8.self)
    }

    /// A prefix goes into `Location`: `//host` there would be another host.
    private static func checked(prefix: String) throws(RegistryError) -> String {
        if prefix.isEmpty { return prefix }
        let segments = prefix.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.count > 1, segments[0].isEmpty, segments.dropFirst().allSatisfy({ !$0.isEmpty }),
            prefix.utf8.allSatisfy({ isNameByte($0) || $0 == UInt8(ascii: "/") })
        else { throw RegistryError(.invalidRequest, "the 'X-ADB-Prefix' header is no path") }
        return prefix
    }
    private static func isHost(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                isNameByte($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
            }
    }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
