/// A `format` that is asserted.
struct FormatRule: Sendable {
    let format: SchemaFormat

    /// - Returns: nil when the draft does not define the format, which then is an annotation.
    init?(_ name: String, in draft: SchemaDraft) {
        guard let format = SchemaFormat(rawValue: name), format.isDefined(in: draft) else { return nil }
        self.format = format
    }

    /// What it takes to ask about `text`, in steps of a validation; patterns are parsed.
    func cost(of text: String) -> Int { format == .regex ? text.utf8.count : text.utf8.count >> 6 }

    func accepts(_ text: String) -> Bool { format.accepts(text) }
}
