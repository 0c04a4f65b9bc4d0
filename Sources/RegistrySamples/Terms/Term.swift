/// A label and the ontology term that it stands for.
struct Term: Sendable {
    let label: String
    /// As a CURIE: `UBERON:0002107`.
    let id: String

    init(_ label: String, _ id: String) {
        self.label = label
        self.id = id
    }
}
