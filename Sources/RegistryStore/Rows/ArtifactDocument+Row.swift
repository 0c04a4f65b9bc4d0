package import Catalog
internal import JSONDocument
package import RegistryCore
package import SearchIndex

extension StagedDocument {
    package func arguments(of upload: UploadKey, fence: Int, in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "upload": upload.id.description, "fence": fence, "path": path.description,
            "metapath": metapath.description, "document": document.stored, "schema": schema, "type": type,
            "text_fields": JSONValue(texts: textFields).stored,
            "nested_fields": JSONValue(texts: nestedFields).stored, "file_size": fileSize,
            "uploaded": uploaded?.milliseconds, "meta_uploaded": metaUploaded.milliseconds,
        ]
    }

    package init(_ row: some StoredRow) throws {
        self.init(
            path: try row.path("path"), metapath: try row.path("metapath"),
            document: try row.json("document"), schema: row.optionalText("schema"),
            type: row.optionalText("type"), textFields: try row.texts("text_fields"),
            nestedFields: try row.texts("nested_fields"), fileSize: row.storedNumber("file_size"),
            uploaded: row.optionalMoment("uploaded"), metaUploaded: row.moment("meta_uploaded"))
    }
}

extension ArtifactDocument {
    /// A document of an upload that is shown, from the columns that are its own; without the policy.
    package init(_ row: some StoredRow, of upload: ShownUpload) throws {
        let staged = try StagedDocument(row)
        self.init(
            id: ArtifactID(project: upload.key.project, path: staged.path, version: upload.key.version.version),
            revision: Revision(upload.revision), staged: staged, sealedAt: upload.sealedAt,
            indexedAt: upload.indexedAt, policy: nil, scope: nil, expiryJob: upload.expiryJob,
            endDate: upload.endDate)
    }
    /// A document with the policy that holds.
    package init(_ row: some StoredRow) throws {
        let hasPolicy = row.optionalNumber("policy") != nil
        let policy = try hasPolicy ? PolicyRecord(row) : nil
        self.init(
            id: try ArtifactID(row), revision: Revision(row.number("revision")), staged: try StagedDocument(row),
            sealedAt: row.moment("sealed_at"),
            indexedAt: row.moment("indexed_at"), policy: policy?.policy, scope: policy?.scope,
            expiryJob: try row.optional("expiry_job", JobID.init), endDate: row.optionalMoment("end_date"))
    }
}

extension ArtifactID {
    package init(_ row: some StoredRow) throws {
        self.init(
            project: try row.project("project"), path: try row.path("path"), version: try row.version("version"))
    }
    package func arguments(in lane: Lane) -> StoredArguments {
        versionKey.arguments(in: lane) + ["path": path.description]
    }
}
