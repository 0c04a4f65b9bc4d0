package import JSONDocument
package import JSONSchema

/// One side of a comparison: a schema and the documents that it may refer to.
package struct ComparedSchema: Sendable {
    package let document: JSONValue
    /// The URI or path that `document` was found at; shown in places, and where relative references start.
    package let base: String
    /// Other schemas by the URI or path they were found at.
    package let resolving: [String: JSONValue]
    package let options: SchemaOptions

    package init(
        _ document: JSONValue, base: String = "", resolving: [String: JSONValue] = [:],
        options: SchemaOptions = SchemaOptions()
    ) {
        self.document = document
        self.base = base
        self.resolving = resolving
        self.options = options
    }

    func compiled() throws(SchemaError) -> JSONSchema {
        try JSONSchema(document, base: base, resolving: resolving, options: options)
    }
}
