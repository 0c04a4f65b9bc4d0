/// Why nothing was measured; one sentence for people.
struct DocumentParsingError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
