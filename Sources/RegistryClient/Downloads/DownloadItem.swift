public import JSONDocument
internal import RegistryCore

/// One artifact to download, and what its metadata promises of the bytes.
public struct DownloadItem: Sendable, Hashable {
    /// `project:path@version`.
    public let id: String
    /// Where it goes below the output folder; checked to stay there.
    public let path: String
    /// Bytes, when the registry knows them.
    public let size: Int64?
    /// 32 lower-case hexadecimal digits, when the metadata has an `md5sum` of that form.
    public let md5: String?
    /// Whether there are bytes: of an artifact that only redirects, or whose data was never uploaded, there are none.
    public let hasBytes: Bool

    /// - Throws: `.invalidAnswer` when the document names no artifact, or a path that could lead elsewhere.
    public init(_ document: JSONValue) throws(RegistryClientError) {
        let extra = document["_extra"]
        guard let id = extra?["id"]?.stringValue else { throw .invalidAnswer("a document has no '_extra.id'") }
        do throws(NameError) {
            path = try ArtifactReference(parsing: id).path.description
        } catch {
            throw .invalidAnswer("'_extra.id' of a document: \(error)")
        }
        self.id = id
        size = extra?["file_size"]?.intValue.map { Int64($0) }
        let isLink = extra?["link"]?.objectValue != nil
        hasBytes = size != nil || isLink
        // The contract calls the member hexadecimal by convention only.
        let text = document["md5sum"]?.stringValue?.lowercased()
        md5 = text.flatMap { FileDigest.base64(hex: $0) == nil ? nil : $0 }
    }
}
