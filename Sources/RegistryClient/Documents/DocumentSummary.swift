package import JSONDocument

/// What a table shows of a metadata document.
package struct DocumentSummary: Sendable, Hashable {
    /// The members that a search has to answer for it.
    package static let fields = [
        "path", "title", "organism", "_extra.id", "_extra.type", "_extra.$schema", "_extra.file_size",
    ]
    package let id: String
    /// The title, else the type.
    package let title: String
    /// Several species are joined by commas; empty when none is given.
    package let organism: String
    /// Bytes of the data file, when there is one.
    package let size: Int64?

    package init(_ document: JSONValue) {
        let extra = document["_extra"]
        id = extra?["id"]?.stringValue ?? document["path"]?.stringValue ?? "?"
        title = document["title"]?.stringValue ?? extra?["type"]?.stringValue ?? extra?["$schema"]?.stringValue ?? ""
        organism = Self.text(of: "organism", in: document)
        size = extra?["file_size"]?.intValue.map { Int64($0) }
    }

    /// The member of `document` that a dotted name means, in words; elements of a list are joined by commas.
    package static func text(of field: String, in document: JSONValue) -> String {
        var value: JSONValue? = document
        for name in field.split(separator: ".") { value = value?[String(name)] }
        return words(value)
    }

    private static func words(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .array(let elements): elements.map { words($0) }.joined(separator: ", ")
        case .null, nil: ""
        case .some(let value): value.description
        }
    }
}
