/// A form in which the result of a validation is written (2020-12 core, section 12.4).
public enum OutputForm: String, Sendable, CaseIterable {
    /// Valid or not.
    case flag
    /// One flat list of errors, or of annotations.
    case basic
    /// A tree after the schema, without the nodes that say nothing.
    case detailed
    /// The whole tree of the evaluation.
    case verbose
}
