package import Catalog
internal import JSONDocument
package import RegistryCore
package import SearchIndex

extension StagedDocument {
    package func arguments(of upload: UploadKey, fence: Int, in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "upload": upload.id.description, "fence": fence, "path": path.description,
            "metapath": metapath.description, "document": document.stored, "schema": schema, "type": type,
            "text_fields": JSONValue(texts: textFields).stored, "file_size": fileSize,
            "uploaded": uploaded?.milliseconds, "meta_uploaded": metaUploaded.milliseconds,
        ]
    }

    /// - Parameter parsing: false leaves the document out (null), for those who only count and order.
    package init(_ row: some StoredRow, parsing: Bool) throws {
        self.init(
            path: try row.path("path"), metapath: try row.path("metapath"),
            document: parsing ? try row.json("document") : .null, schema: row.optionalText("schema"),
            type: row.optionalText("type"), textFields: try row.texts("text_fields"),
            fileSize: row.storedNumber("file_size"),
            uploaded: row.optionalMoment("uploaded"), metaUploaded: row.moment("meta_uploaded"))
    }
}

extension ArtifactDocument {
    /// A candidate, without the policy that nobody searches by.
    package init(candidate row: some StoredRow, parsing: Bool) throws {
        try self.init(row, parsing: parsing, policy: nil)
    }
    /// A document with the policy that holds.
    package init(_ row: some StoredRow) throws {
        let hasPolicy = row.optionalNumber("policy") != nil
        try self.init(row, parsing: true, policy: hasPolicy ? PolicyRecord(row) : nil)
    }
    private init(_ row: some StoredRow, parsing: Bool, policy: PolicyRecord?) throws {
        self.init(
            id: try ArtifactID(row), revision: Revision(row.number("revision")),
            staged: try StagedDocument(row, parsing: parsing), sealedAt: row.moment("sealed_at"),
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
