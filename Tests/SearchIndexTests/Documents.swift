import JSONDocument
import RegistryCore
import RegistryQuery
import SearchIndex

/// Builds documents as the index holds them.
enum Documents {
    static let sealed = Timestamp(milliseconds: 1_767_225_600_000)  // 2026-01-01

    static func make(
        _ json: String = "{}", id: String = "PRJ1:a/file.txt@v1", revision: Int = 1, textFields: [String] = [],
        nestedFields: [String] = [], schema: String? = nil, type: String? = nil, fileSize: Int64? = nil,
        sealedAt: Timestamp = sealed,
        endDate: Timestamp? = nil
    ) throws -> ArtifactDocument {
        let reference = try ArtifactReference(parsing: id)
        let version = try VersionID(parsing: reference.version.description)
        let staged = StagedDocument(
            path: reference.path, metapath: try ArtifactPath(parsing: reference.path.description + ".json"),
            document: try JSONValue(parsing: json), schema: schema, type: type, textFields: textFields,
            nestedFields: nestedFields, fileSize: fileSize, uploaded: fileSize.map { _ in sealed }, metaUploaded: sealed
        )
        return ArtifactDocument(
            id: ArtifactID(project: reference.project, path: reference.path, version: version),
            revision: Revision(revision), staged: staged, sealedAt: sealedAt, indexedAt: sealedAt + .seconds(5),
            policy: AccessPolicy(owners: ["secretowner"], readAccess: .everybody), scope: .project, expiryJob: nil,
            endDate: endDate)
    }

    static func matches(_ query: String, _ document: ArtifactDocument) throws -> Bool {
        var budget = SearchBudget(time: .seconds(60))
        return try NaiveMatcher(SearchQuery(parsing: query)).matches(document, within: &budget)
    }
}
