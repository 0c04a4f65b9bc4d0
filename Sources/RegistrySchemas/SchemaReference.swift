internal import JSONSchema

/// Where a `$ref` leads, as text (RFC 3986): the document's name and the fragment.
struct SchemaReference {
    /// An absolute URI, or a place below the folder.
    let document: String
    /// Percent-decoded, without the `#`; empty for the whole document.
    let fragment: String

    /// - Parameter base: what `text` starts from, an absolute URI or a place.
    /// - Returns: nil for what leads out of the folder.
    init?(_ text: String, from base: String) {
        let target = URIReference(text).resolved(against: URIReference(base))
        let isOutside = target.authority != nil || ["", ".."].contains(target.path.prefix { $0 != "/" })
        if target.scheme == nil, isOutside { return nil }
        document = target.withoutFragment.description
        fragment = target.decodedFragment
    }
}
