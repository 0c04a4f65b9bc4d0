public import JSONDocument

/// Why a document is no schema that can be used.
public struct SchemaError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// A schema is neither an object nor a truth value.
        case notASchema
        /// `$schema` names neither a draft nor a metaschema that was given.
        case unknownDraft(String)
        /// A draft older than 04.
        case unsupportedDraft(String)
        /// The metaschema requires a vocabulary that is not known.
        case unknownVocabulary(String)
        /// The value of a keyword is of the wrong kind; `expected` says of which it should be.
        case invalidKeyword(String, expected: String)
        /// The pattern is none of ECMA-262's.
        case invalidPattern(String, reason: String)
        /// A reference to a document or a place in one that is not known.
        case unknownReference(String)
        /// Two different schemas of the same URI.
        case duplicateIdentifier(String)
        /// Schemas inside each other deeper than `limit`.
        case nestingTooDeep(limit: Int)
    }

    public let reason: Reason

    /// The URI or path of the document, empty when it has none.
    public let document: String

    /// The place in that document.
    public let pointer: JSONPointer
}

extension SchemaError: CustomStringConvertible {
    public var description: String { "\(reason), at \(document)#\(pointer)" }
}

extension SchemaError.Reason: Error, CustomStringConvertible {
    public var description: String {
        switch self {
        case .notASchema: "a schema is an object, true or false"
        case .unknownDraft(let uri): "unknown $schema '\(uri)'"
        case .unsupportedDraft(let uri): "draft not supported: '\(uri)'"
        case .unknownVocabulary(let uri): "the metaschema requires the unknown vocabulary '\(uri)'"
        case .invalidKeyword(let keyword, let expected): "'\(keyword)' must be \(expected)"
        case .invalidPattern(let pattern, let reason): "invalid pattern '\(pattern)': \(reason)"
        case .unknownReference(let uri): "unknown reference '\(uri)'"
        case .duplicateIdentifier(let uri): "two different schemas are called '\(uri)'"
        case .nestingTooDeep(let limit): "schemas nested deeper than \(limit)"
        }
    }
}
