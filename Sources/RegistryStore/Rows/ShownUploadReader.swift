internal import Catalog
package import RegistryCore
package import SearchIndex

/// Reads shown uploads from rows whose columns are, in this order: `project`, `version`, the upload's `id`, `shown_fence`,
/// `revision`, `sealed_at`, `indexed_at`, `shown_documents`, the `policy` that holds, `expiry_job`, `end_date`.
package struct ShownUploadReader {
    /// Of the row before: rows of one project follow each other.
    private var project: ProjectID?

    package init() {}

    /// The version, which the row has in any case.
    package mutating func version(_ row: some StoredRow) throws -> VersionKey {
        let text = row.storedText(at: 0) ?? ""
        let project: ProjectID
        if let former = self.project, former.description == text {
            project = former
        } else {
            project = try parsed("project", text) { (text) throws(NameError) in try ProjectID(parsing: text) }
            self.project = project
        }
        let version = try parsed("version", row.storedText(at: 1) ?? "") { (text) throws(NameError) in
            try VersionID(parsing: text)
        }
        return VersionKey(project: project, version: version)
    }

    /// Nil when the version shows nothing.
    package mutating func upload(_ row: some StoredRow, of version: VersionKey) throws -> ShownUpload? {
        guard let text = row.storedText(at: 2) else { return nil }
        guard let id = UploadID(text) else { throw DamagedRow("id", text) }
        return ShownUpload(
            key: UploadKey(version: version, id: id), fence: number(row, 3), revision: number(row, 4),
            sealedAt: Timestamp(milliseconds: row.storedNumber(at: 5) ?? 0),
            indexedAt: Timestamp(milliseconds: row.storedNumber(at: 6) ?? 0), documents: number(row, 7),
            policy: number(row, 8),
            expiryJob: try row.storedText(at: 9).map { text in
                try JobID(text) ?? { throw DamagedRow("expiry_job", text) }()
            },
            endDate: row.storedNumber(at: 10).map { Timestamp(milliseconds: $0) })
    }

    private func number(_ row: some StoredRow, _ column: Int) -> Int { Int(row.storedNumber(at: column) ?? 0) }

    private func parsed<Value>(
        _ column: String, _ text: String, _ parse: (String) throws(NameError) -> Value
    ) throws -> Value {
        do throws(NameError) { return try parse(text) } catch { throw DamagedRow(column, text, cause: error) }
    }
}
