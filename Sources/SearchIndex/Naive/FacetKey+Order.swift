package import JSONDocument
internal import RegistryQuery

extension FacetKey {
    /// The key of a value that is counted; a number in its shortest spelling.
    package init(number: JSONNumber) { self = .number(number.shortest) }

    /// What the key reads as; ties between buckets are broken by its bytes.
    package var spelling: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        }
    }

    /// Whether this key comes first of two that are equally frequent: by the bytes of the spelling, and where these are
    /// the same, truth values before numbers before texts.
    package func precedes(_ other: FacetKey) -> Bool {
        let (one, two) = (spelling.utf8, other.spelling.utf8)
        if one.elementsEqual(two) { return kind < other.kind }
        return one.lexicographicallyPrecedes(two)
    }
    private var kind: Int {
        switch self {
        case .bool: 0
        case .number: 1
        case .text: 2
        }
    }
}
