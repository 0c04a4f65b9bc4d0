/// Which values of one kind each document has in a field, as codes: ordinals of entries of the dictionary.
///
/// A document has each code once, in ascending order. Codes are in the order of the values they stand for.
package struct Column: Sendable {
    /// How the codes are kept; all numbers with the lowest byte first.
    enum Form: Sendable {
        /// One for every document: its code plus one, or 0.
        case dense(codes: Packed)
        /// Documents of one code, or of none, that follow one another: where each run begins, and its code plus one or 0.
        case runs(starts: Packed, codes: Packed)
        /// Only the documents that have values, ascending (nil: all of them), and where the codes of each end.
        case lists(documents: Packed?, ends: Packed?, codes: Packed)
    }
    /// Numbers of one width within the bytes of the column.
    struct Packed: Sendable {
        let offset: Int
        let count: Int
        /// 1, 2 or 4 bytes.
        let width: Int
    }

    /// Codes are below this.
    package let valueCount: Int
    /// Whether no document has more than one value.
    package let isSingle: Bool
    let documentCount: Int
    let bytes: [UInt8]
    let form: Form

    /// - Returns: nil for bytes that make no sense. Codes are not looked at; one that is too large stands for none.
    init?(_ bytes: [UInt8], in range: Range<Int>, valueCount: Int, documentCount: Int) {
        self.bytes = bytes
        self.valueCount = valueCount
        self.documentCount = documentCount
        let form = bytes.withUnsafeBytes { bytes -> (Form, Bool)? in
            var reader = ByteReader(bytes, in: range)
            func packed(_ count: Int) -> Packed? {
                let width = Int(reader.byte())
                let packed = Packed(offset: reader.position, count: count, width: width)
                guard [1, 2, 4].contains(width) else { return nil }
                reader.skip(count * width)
                return reader.isDamaged ? nil : packed
            }
            let form: Form?
            var isSingle = true
            switch reader.byte() {
            case ColumnWriter.dense: form = packed(documentCount).map { .dense(codes: $0) }
            case ColumnWriter.runs:
                let count = reader.number()
                guard count > 0, let starts = packed(count), let codes = packed(count) else { return nil }
                form = .runs(starts: starts, codes: codes)
            case ColumnWriter.lists:
                let documents = reader.number()
                let codes = reader.number()
                guard documents <= documentCount, codes >= documents else { return nil }
                var places: Packed?
                if documents < documentCount {
                    places = packed(documents)
                    if places == nil { return nil }
                }
                var ends: Packed?
                isSingle = codes == documents
                if !isSingle {
                    ends = packed(documents)
                    if ends == nil { return nil }
                }
                form = packed(codes).map { .lists(documents: places, ends: ends, codes: $0) }
            default: form = nil
            }
            guard let form, !reader.isDamaged, reader.isAtEnd else { return nil }
            return (form, isSingle)
        }
        guard let form else { return nil }
        (self.form, isSingle) = form
        let codeCount =
            switch self.form {
            case .dense(let codes), .runs(_, let codes), .lists(_, _, let codes): codes.count
            }
        if valueCount > codeCount { return nil }
    }

    /// Of a form whose offsets were checked against the bytes.
    @inline(__always)
    static func load(_ bytes: UnsafeRawBufferPointer, _ packed: Packed, _ index: Int) -> Int {
        switch packed.width {
        case 1: Int(bytes[packed.offset &+ index])
        case 2:
            Int(
                UInt16(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: packed.offset &+ index &* 2, as: UInt16.self)))
        default:
            Int(
                UInt32(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: packed.offset &+ index &* 4, as: UInt32.self)))
        }
    }
    /// Where the codes of the document with this place are.
    static func codes(_ bytes: UnsafeRawBufferPointer, _ ends: Packed?, _ codes: Packed, _ place: Int) -> Range<Int> {
        guard let ends else { return place..<place + 1 }
        let end = min(load(bytes, ends, place), codes.count)
        let start = place == 0 ? 0 : load(bytes, ends, place - 1)
        return min(start, end)..<end
    }
}
