/// A mistake in a set of schemas: it is not used; one text that names the files.
package struct SchemaSetError: Error, CustomStringConvertible {
    package let description: String
    package init(description: String) { self.description = description }
}
