package import JSONDocument
package import RegistryCore

/// A document of an upload on its way into the index: tagged by upload and fence, unreadable until it is published.
package struct StagedDocument: Sendable, Hashable {
    package let path: ArtifactPath
    package let metapath: ArtifactPath
    /// As the client wrote it.
    package let document: JSONValue
    /// `$schema` as the client gave it: `<type>/<version>.json`.
    package let schema: String?
    /// The schema's title in lower case, or the type's name where the schema is unknown.
    package let type: String?
    /// The dotted fields whose strings are searched by word, because the schema says so.
    package let textFields: [String]
    /// The dotted fields whose objects are searched one by one, because the schema says so.
    package let nestedFields: [String]
    /// Bytes of the data file; nil where there is none.
    package let fileSize: Int64?
    package let uploaded: Timestamp?
    package let metaUploaded: Timestamp

    package init(
        path: ArtifactPath, metapath: ArtifactPath, document: JSONValue, schema: String?, type: String?,
        textFields: [String], nestedFields: [String] = [], fileSize: Int64?, uploaded: Timestamp?,
        metaUploaded: Timestamp
    ) {
        self.path = path
        self.metapath = metapath
        self.document = document
        self.schema = schema
        self.type = type
        self.textFields = textFields
        self.nestedFields = nestedFields
        self.fileSize = fileSize
        self.uploaded = uploaded
        self.metaUploaded = metaUploaded
    }
}

/// A published document with what the catalogue says of it at the moment of the read.
package struct ArtifactDocument: Sendable, Hashable {
    package let id: ArtifactID
    package let revision: Revision
    package let staged: StagedDocument
    package let sealedAt: Timestamp
    package let indexedAt: Timestamp
    /// The policy that holds now.
    package let policy: AccessPolicy?
    package let scope: PolicyScope?
    /// For a transient version: the job that ends it and when.
    package let expiryJob: JobID?
    package let endDate: Timestamp?

    package init(
        id: ArtifactID, revision: Revision, staged: StagedDocument, sealedAt: Timestamp, indexedAt: Timestamp,
        policy: AccessPolicy?, scope: PolicyScope?, expiryJob: JobID?, endDate: Timestamp?
    ) {
        self.id = id
        self.revision = revision
        self.staged = staged
        self.sealedAt = sealedAt
        self.indexedAt = indexedAt
        self.policy = policy
        self.scope = scope
        self.expiryJob = expiryJob
        self.endDate = endDate
    }
    package var position: SearchPosition { SearchPosition(sealedAt: sealedAt, id: id.description) }
}
