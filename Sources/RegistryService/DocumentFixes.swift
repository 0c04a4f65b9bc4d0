internal import JSONDocument
internal import JSONSchema
internal import RegistryCore

/// Looks for fixes of what schemas refused, as many as one index job may and for as long.
struct DocumentFixes {
    private var left = Limits.fixesPerUpload
    private var spent = Duration.zero

    /// The problems of a reading; those of its schema with a fix where one is clearly meant.
    mutating func problems(of reading: DocumentReader.Reading) -> [DocumentProblem] {
        guard let refused = reading.refused else { return reading.problems }
        var fixes: [JSONPatch?] = []
        if refused.size <= Limits.fixedDocumentBytes, left > 0, spent < Limits.fixTime {
            let limit = min(Limits.fixesPerDocument, left)
            left -= min(limit, refused.errors.count)
            spent += ContinuousClock().measure {
                fixes = refused.schema.fixes(for: refused.errors, in: refused.document, limit: limit)
            }
        }
        return reading.problems
            + refused.errors.enumerated().map { index, error in
                DocumentProblem(refused.path, error, fix: index < fixes.count ? fixes[index]?.document : nil)
            }
    }
}

/// What its schema says against a document.
struct RefusedDocument: Sendable {
    let path: String
    let document: JSONValue
    /// Bytes of the document as it was sent.
    let size: Int
    let schema: JSONSchema
    /// At least one.
    let errors: [ValidationError]
}
