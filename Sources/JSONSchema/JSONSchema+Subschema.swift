package import JSONDocument

extension JSONSchema {
    /// Returns what stands at `location` in a schema, and the object or array that it stands in.
    ///
    /// - Parameter location: of a `ValidationError`: the URI of a resource that was compiled, `#`, and a pointer whose
    ///   unusual characters are percent-encoded. The parent of a root is the root itself.
    package func subschema(at location: String) -> (value: JSONValue, parent: JSONValue)? {
        let reference = URIReference(location)
        guard let root = program.resources[UTF8Key(reference.withoutFragment.description)],
            let pointer = try? JSONPointer(parsing: reference.decodedFragment),
            let value = pointer.resolve(in: root),
            let parent = JSONPointer(pointer.tokens.dropLast()).resolve(in: root)
        else { return nil }
        return (value, parent)
    }
}
