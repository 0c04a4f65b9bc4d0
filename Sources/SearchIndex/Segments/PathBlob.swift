/// Paths of documents that follow one another: what each shares with the one before, and the rest.
struct PathBlob {
    private var reader: ByteReader
    /// The one that was read last.
    private(set) var path: [UInt8] = []

    /// - Parameter bytes: outlive this.
    init(_ bytes: UnsafeRawBufferPointer) { reader = ByteReader(bytes) }

    var isDamaged: Bool { reader.isDamaged }

    mutating func read() {
        let shared = reader.number()
        guard shared <= path.count else {
            reader.fail()
            return
        }
        path.removeSubrange(shared...)
        path.append(contentsOf: reader.take(reader.number()))
    }

    static func write(_ paths: ArraySlice<[UInt8]>) -> [UInt8] {
        var output = ByteWriter()
        var previous: [UInt8] = []
        for path in paths {
            let shared = previous.withUnsafeBytes { one in path.withUnsafeBytes { one.commonPrefixCount(with: $0) } }
            output.append(number: shared)
            output.append(number: path.count - shared)
            output.append(path[shared...])
            previous = path
        }
        return output.bytes
    }
}
