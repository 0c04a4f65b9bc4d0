package import RegistryCore

/// What a signed URL permits; each value was signed.
package struct VerifiedObjectRequest: Sendable, Hashable {
    package enum Method: String, Sendable {
        /// Serves `HEAD` too.
        case get = "GET"
        case put = "PUT"
    }
    package let method: Method
    package let key: ObjectKey
    package let expires: Timestamp
    /// Bytes of the body; nil only for `GET`.
    package let limit: Int64?
    package let md5: MD5Digest?
    /// Only for `GET`. Any text: who writes it into a header escapes it (RFC 6266).
    package let filename: String?
    /// Only for `GET`.
    package let contentType: String?
}
