internal import RegistryQuery

/// The paths of a segment's fields, numbered from 1 in the order of their bytes.
struct FieldNames: Sendable {
    private let bytes: [UInt8]
    /// One more than there are names: where each begins, and the end.
    private let starts: [Int]

    var count: Int { starts.count - 1 }

    /// - Returns: nil for bytes that make no sense.
    init?(_ reader: inout ByteReader) {
        var bytes: [UInt8] = []
        var starts = [0]
        var previous = 0..<0
        for _ in 0..<reader.count(ofSize: 2) {
            let shared = reader.number()
            let rest = reader.take(reader.number())
            guard shared <= previous.count, !rest.isEmpty, shared + rest.count <= DocumentTerms.pathMaximum else {
                return nil
            }
            // In order: either longer than the one before, or greater where they part.
            let part = previous.lowerBound + shared
            if part < previous.upperBound, rest[0] <= bytes[part] { return nil }
            let start = bytes.count
            bytes.append(contentsOf: bytes[previous.lowerBound..<part])
            bytes.append(contentsOf: rest)
            previous = start..<bytes.count
            starts.append(bytes.count)
        }
        if reader.isDamaged { return nil }
        self.bytes = bytes
        self.starts = starts
    }
    static func write(_ names: [[UInt8]], to header: inout ByteWriter) {
        header.append(number: names.count)
        var previous: [UInt8] = []
        for name in names {
            let shared = previous.withUnsafeBytes { one in name.withUnsafeBytes { one.commonPrefixCount(with: $0) } }
            header.append(number: shared)
            header.append(number: name.count - shared)
            header.append(name[shared...])
            previous = name
        }
    }

    /// - Parameter number: 1 to ``count``.
    func bytes(of number: Int) -> ArraySlice<UInt8> { bytes[starts[number - 1]..<starts[number]] }
    func path(of number: Int) -> FieldPath? { FieldPath(String(decoding: bytes(of: number), as: UTF8.self)) }

    /// The number of the first name that does not come before `name`; one more than there are when all do.
    func lowerBound(of name: [UInt8]) -> Int { name.withUnsafeBytes { lowerBound(of: $0) } }
    private func lowerBound(of name: UnsafeRawBufferPointer) -> Int {
        bytes.withUnsafeBytes { bytes in
            var low = 1
            var high = count + 1
            while low < high {
                let middle = (low + high) >> 1
                let other = UnsafeRawBufferPointer(rebasing: bytes[starts[middle - 1]..<starts[middle]])
                if other.order(against: name) < 0 { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
    func number(of path: FieldPath) -> Int? {
        var name = path.description
        return name.withUTF8 { name in
            let name = UnsafeRawBufferPointer(name)
            let number = lowerBound(of: name)
            return number <= count && bytes(of: number).elementsEqual(name) ? number : nil
        }
    }
}
