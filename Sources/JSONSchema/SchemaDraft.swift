/// A version of JSON Schema.
enum SchemaDraft: Sendable, Hashable {
    case draft7
    case draft2020

    /// - Parameter uri: the value of `$schema`; a trailing empty fragment and `http` for `https` make no difference.
    init(_ uri: String) throws(SchemaError.Reason) {
        var name = uri[...]
        if name.hasSuffix("#") { name = name.dropLast() }
        if let scheme = ["http://", "https://"].first(where: { name.hasPrefix($0) }) {
            name = name.dropFirst(scheme.count)
        }
        switch name {
        case "json-schema.org/draft/2020-12/schema": self = .draft2020
        case "json-schema.org/draft-07/schema": self = .draft7
        case "json-schema.org/draft/2019-09/schema", "json-schema.org/draft-06/schema",
            "json-schema.org/draft-04/schema":
            throw .unsupportedDraft(uri)
        default: throw .unknownDraft(uri)
        }
    }
}

extension SchemaError.Reason: Error {}
