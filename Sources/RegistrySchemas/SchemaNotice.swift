/// What an operator should hear about a source; the same thing is told once.
package enum SchemaNotice: Sendable, Hashable {
    /// Another state is in use.
    case loaded(client: String, revision: String, changes: SchemaChanges)
    /// The source cannot be used at present; the schemas stay what they are.
    case failed(client: String, reason: String)
    /// The source answers again after it had failed.
    case recovered(client: String)
}
