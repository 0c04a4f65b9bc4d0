internal import Catalog
internal import GRDB
internal import JSONDocument
internal import RegistryCore
internal import SearchIndex

extension StagedDocument {
    func arguments(of upload: UploadKey, fence: Int, in lane: Lane) -> StatementArguments {
        [
            "lane": lane.number, "upload": upload.id.description, "fence": fence, "path": path.description,
            "metapath": metapath.description, "document": document.stored, "schema": schema, "type": type,
            "text_fields": JSONValue(texts: textFields).stored, "file_size": fileSize,
            "uploaded": uploaded?.milliseconds, "meta_uploaded": metaUploaded.milliseconds,
        ]
    }

    /// - Parameter parsing: false leaves the document out (null), for those who only count and order.
    init(_ row: Row, parsing: Bool) throws {
        self.init(
            path: try row.path("path"), metapath: try row.path("metapath"),
            document: parsing ? try row.json("document") : .null, schema: row.optionalText("schema"),
            type: row.optionalText("type"), textFields: try row.texts("text_fields"), fileSize: row["file_size"],
            uploaded: row.optionalMoment("uploaded"), metaUploaded: row.moment("meta_uploaded"))
    }
}

extension ArtifactDocument {
    /// A candidate, without the policy that nobody searches by.
    init(candidate row: Row, parsing: Bool) throws {
        try self.init(row, parsing: parsing, policy: nil)
    }
    /// A document with the policy that holds.
    init(_ row: Row) throws {
        let hasPolicy = row.optionalNumber("policy") != nil
        try self.init(row, parsing: true, policy: hasPolicy ? PolicyRecord(row) : nil)
    }
    private init(_ row: Row, parsing: Bool, policy: PolicyRecord?) throws {
        self.init(
            id: try ArtifactID(row), revision: Revision(row.number("revision")),
            staged: try StagedDocument(row, parsing: parsing), sealedAt: row.moment("sealed_at"),
            indexedAt: row.moment("indexed_at"), policy: policy?.policy, scope: policy?.scope,
            expiryJob: try row.optionalJob("expiry_job"), endDate: row.optionalMoment("end_date"))
    }
}

extension ArtifactID {
    init(_ row: Row) throws {
        self.init(
            project: try row.project("project"), path: try row.path("path"), version: try row.version("version"))
    }
    func arguments(in lane: Lane) -> StatementArguments {
        versionKey.arguments(in: lane) + ["path": path.description]
    }
}
