/// A minimal HDF5 file: the root group with datasets that are stored in one piece.
///
/// After the HDF5 File Format Specification, version 3.0: superblock 2 (section II.A), object headers 2 (IV.A.1.b), links
/// in the group's own header (IV.A.2.g). Every structure ends with its checksum, so readers notice a wrong byte.
struct HDF5File {
    private var datasets: [(name: String, header: [UInt8], data: [UInt8])] = []

    /// Returns a file with `counts` (genes by samples, 32 bit), `genes` and `samples`.
    static func file(of matrix: CountMatrix) -> [UInt8] {
        var file = HDF5File()
        let counts = matrix.counts.flatMap { $0.flatMap { littleEndian(Int32(clamping: $0)) } }
        file.add("counts", dimensions: [matrix.genes.count, matrix.columns.count], type: integerType, counts)
        file.add("genes", strings: matrix.genes)
        file.add("samples", strings: matrix.columns)
        return file.bytes()
    }

    /// Signed, 32 bits, little-endian (IV.A.2.d, class 0).
    private static let integerType: [UInt8] = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0]

    private mutating func add(_ name: String, strings: [String]) {
        let width = strings.map(\.utf8.count).max() ?? 1
        let data = strings.flatMap { Array($0.utf8) + Array(repeating: 0, count: width - $0.utf8.count) }
        // Fixed length, padded with zeros, UTF-8 (class 3).
        add(name, dimensions: [strings.count], type: [0x13, 0x11, 0, 0] + Self.littleEndian(UInt32(width)), data)
    }

    private mutating func add(_ name: String, dimensions: [Int], type: [UInt8], _ data: [UInt8]) {
        var header = Self.message(0x01, [2, UInt8(dimensions.count), 0, 1] + dimensions.flatMap(Self.address))
        header += Self.message(0x03, type)
        header += Self.message(0x05, [3, 0x0a])  // fill value: the default, written late
        datasets.append((name, header, data))
    }

    /// Lays out superblock, root group, then for each dataset its header and its data.
    private func bytes() -> [UInt8] {
        let superblockSize = 48
        let layoutSize = 4 + 18
        let rootSize = Self.objectHeader(rootMessages(addresses: datasets.map { _ in 0 })).count
        var addresses: [Int] = []
        var end = superblockSize + rootSize
        for dataset in datasets {
            addresses.append(end)
            end += Self.objectHeader(dataset.header).count + layoutSize + dataset.data.count
        }
        var superblock: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8, 0]
        superblock += Self.address(0) + Self.undefined + Self.address(end) + Self.address(superblockSize)
        var file = Self.checksummed(superblock) + Self.objectHeader(rootMessages(addresses: addresses))
        for (dataset, start) in zip(datasets, addresses) {
            let data = start + Self.objectHeader(dataset.header).count + layoutSize
            let layout = Self.message(0x08, [3, 1] + Self.address(data) + Self.address(dataset.data.count))
            file += Self.objectHeader(dataset.header + layout) + dataset.data
        }
        return file
    }

    /// Link info without an index, group info, and one hard link per dataset.
    private func rootMessages(addresses: [Int]) -> [UInt8] {
        var messages = Self.message(0x02, [0, 0] + Self.undefined + Self.undefined) + Self.message(0x0a, [0, 0])
        for (dataset, address) in zip(datasets, addresses) {
            let name = Array(dataset.name.utf8)
            messages += Self.message(0x06, [1, 0, UInt8(name.count)] + name + Self.address(address))
        }
        return messages
    }

    private static func objectHeader(_ messages: [UInt8]) -> [UInt8] {
        checksummed(Array("OHDR".utf8) + [2, 0x02] + littleEndian(UInt32(messages.count)) + messages)
    }
    private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type] + littleEndian(UInt16(body.count)) + [0] + body
    }
    private static let undefined = [UInt8](repeating: 0xff, count: 8)
    private static func address(_ value: Int) -> [UInt8] { littleEndian(UInt64(value)) }
    private static func checksummed(_ bytes: [UInt8]) -> [UInt8] { bytes + littleEndian(Lookup3.hash(bytes)) }
    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
