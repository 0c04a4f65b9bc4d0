/// Joins fields so that no two lists of fields give the same bytes: each is preceded by its length.
struct FieldWriter {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    mutating func field(_ field: some Collection<UInt8>) {
        integer(Int64(field.count))
        bytes.append(contentsOf: field)
    }
    mutating func texts(_ texts: [String]) {
        integer(Int64(texts.count))
        for text in texts { field(text.utf8) }
    }
}
