package import RegistryCore

/// A store whose objects can be written and read by URLs that carry their own permission.
package protocol PresigningObjectStore: ObjectStore {
    /// Returns an absolute URL to which one `PUT` (and its repetitions) may write `key` within `grant`.
    ///
    /// - Throws: `.unavailable` when the signing key cannot be had; never `.notFound`.
    func uploadURL(for key: ObjectKey, grant: UploadGrant) throws(ObjectStoreError) -> String

    /// Returns an absolute URL at which `key` can be fetched without credentials; the object need not exist yet.
    ///
    /// - Parameters:
    ///   - filename: what a browser is to save it as; nil leaves that to the browser.
    ///   - contentType: the answer's media type; nil is `application/octet-stream`.
    /// - Throws: `.unavailable` when the signing key cannot be had; never `.notFound`.
    func downloadURL(
        for key: ObjectKey, expires: Timestamp, filename: String?, contentType: String?
    ) throws(ObjectStoreError) -> String
}

/// What an upload URL allows.
package struct UploadGrant: Sendable, Hashable {
    /// Rounded down to whole seconds.
    package let expires: Timestamp
    /// Bytes, at least 0.
    package let maxBytes: Int64
    /// Nil allows any content.
    package let md5: MD5Digest?

    package init(expires: Timestamp, maxBytes: Int64, md5: MD5Digest? = nil) {
        precondition(maxBytes >= 0, "an upload grant of \(maxBytes) bytes")
        self.expires = expires
        self.maxBytes = maxBytes
        self.md5 = md5
    }
}
