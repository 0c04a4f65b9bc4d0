internal import JSONDocument

/// The schemas that describe the schemas of each draft, known without being given.
enum Metaschemas {
    /// Returns the document of that URI, which has no fragment, or nil when it is none of these.
    static func document(at uri: String) -> JSONValue? { documents[uri] }

    private static let documents: [String: JSONValue] = {
        let texts = [draft4, draft6, draft7] + Array(draft2019.values) + Array(draft2020.values)
        var documents: [String: JSONValue] = [:]
        for text in texts {
            guard let document = try? JSONValue(parsing: text),
                let identifier = (document["$id"] ?? document["id"])?.stringValue
            else { preconditionFailure("a metaschema of ours is malformed: \(text)") }
            documents[URIReference(identifier).withoutFragment.description] = document
        }
        return documents
    }()
}
