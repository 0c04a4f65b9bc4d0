/// How a schema is to be read where the specification leaves a choice.
public struct SchemaOptions: Sendable {
    /// The draft of a schema without `$schema`.
    public var draft: SchemaDraft = .draft2020

    /// Whether `format` refuses what is not of a known format; otherwise it is an annotation.
    public var assertsFormat = false

    /// Whether `contentEncoding` and `contentMediaType` refuse what cannot be decoded; otherwise they are annotations.
    public var assertsContent = false

    public init() {}
}
