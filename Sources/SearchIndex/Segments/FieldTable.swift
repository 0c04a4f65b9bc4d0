internal import RegistryQuery

/// Numbers the paths of fields in the order in which they are first seen.
struct FieldTable {
    /// By parent (plus one; 0 is the document) and key; there may be several for one path, as keys may have dots.
    private var steps = ByteInterner()
    /// The field of each step.
    private var fields: [Int] = []
    private var paths = ByteInterner()
    private var titles: [Bool] = []
    private var scratch: [UInt8] = []

    var count: Int { paths.count }
    /// Bytes that the paths and their tables take.
    var memory: Int { paths.memory + steps.memory + 8 * fields.count }

    /// The field of a path that was seen in this way before.
    func knownField(_ key: UnsafeBufferPointer<UInt8>, below parent: Int?) -> Int? {
        steps.knownNumber(of: UnsafeRawBufferPointer(key), tag: Self.tag(of: parent)).map { fields[$0] }
    }
    /// - Parameter key: such that the path is not longer than ``DocumentTerms/pathMaximum``.
    mutating func field(_ key: UnsafeBufferPointer<UInt8>, below parent: Int?) -> Int {
        let step = steps.number(of: UnsafeRawBufferPointer(key), tag: Self.tag(of: parent))
        if step < fields.count { return fields[step] }
        scratch.removeAll(keepingCapacity: true)
        if let parent {
            scratch.append(contentsOf: paths.bytes(of: parent))
            scratch.append(UInt8(ascii: "."))
        }
        scratch.append(contentsOf: key)
        fields.append(number(ofPath: scratch))
        return fields[step]
    }
    private static func tag(of parent: Int?) -> UInt32 { UInt32(truncatingIfNeeded: (parent ?? -1) + 1) }

    /// - Parameter path: at most ``DocumentTerms/pathMaximum`` bytes.
    mutating func number(ofPath path: [UInt8]) -> Int {
        let number = path.withUnsafeBytes { paths.number(of: $0, tag: 0) }
        if number == titles.count {
            titles.append(FieldPath(String(decoding: path, as: UTF8.self)).map(Relevance.isTitle) ?? false)
        }
        return number
    }

    func isTitle(_ field: Int) -> Bool { titles[field] }
    /// Bytes of the path of what is called `key` below `parent`.
    func length(of key: UnsafeBufferPointer<UInt8>, below parent: Int?) -> Int {
        key.count + (parent.map { paths.bytes(of: $0).count + 1 } ?? 0)
    }
    func path(of field: Int) -> [UInt8] { Array(paths.bytes(of: field)) }
}
