public import JSONDocument

/// One thing that is wrong with a document.
public struct ValidationError: Error, Sendable, Hashable {
    /// The value that is wrong; for a member that may not be there, that member.
    public let instance: JSONPointer

    /// The way through the schema to the keyword, references included (`keywordLocation` of the specification).
    public let schema: JSONPointer

    /// Where the keyword stands, without references: `<URI of the schema resource>#<pointer>`
    /// (`absoluteKeywordLocation` of the specification).
    public let location: String

    /// The keyword that refused the value.
    public let keyword: String

    /// One sentence: what was expected, what was found, and what may have been meant.
    public let message: String
}

extension ValidationError: CustomStringConvertible {
    public var description: String {
        let place = instance.description
        return (place.isEmpty ? "document" : place) + ": " + message
    }
}
