package import RegistryCore

/// What is known of an object without reading it.
package struct StoredObject: Sendable, Hashable {
    package let key: ObjectKey
    /// Bytes.
    package let size: Int64
    package let tag: ObjectTag
    /// When this value was written; kept by `move` and `copy`.
    package let modified: Timestamp

    package init(key: ObjectKey, size: Int64, tag: ObjectTag, modified: Timestamp) {
        self.key = key
        self.size = size
        self.tag = tag
        self.modified = modified
    }
}
