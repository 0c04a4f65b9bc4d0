/// Why nothing was measured; one sentence for people.
struct DocumentValidationError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
