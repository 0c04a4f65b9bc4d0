package import RegistryQuery

/// An immutable part of the index: the terms of up to 65 536 documents.
///
/// It is read by parts, which are bytes: part 0 is the header, the others come from ``SegmentParts``. Every function that
/// takes parts answers "nothing" when one is missing; it never traps, whatever the bytes are.
package final class Segment: Sendable {
    package let id: SegmentID
    let header: SegmentHeader
    /// Part 0, which may hold chunks behind the header itself.
    let headerBytes: [UInt8]
    /// The fields that have objects which are searched one by one, by their bytes.
    package let nestedFields: [FieldPath]

    /// - Parameter header: part 0.
    package init(id: SegmentID, header: [UInt8]) throws(SegmentDamage) {
        guard PartChecksum.holds(header) else {
            throw SegmentDamage(segment: id, part: 0, reason: "its check sum is wrong")
        }
        guard let read = SegmentHeader(header) else {
            throw SegmentDamage(segment: id, part: 0, reason: "the header cannot be read")
        }
        self.id = id
        self.header = read
        headerBytes = header
        nestedFields = read.groups.filter { $0.kind == .objects && $0.field > 0 }.compactMap {
            read.names.path(of: $0.field)
        }
    }

    package var documentCount: Int { header.documentCount }
    /// In the order of positions: by `sealedAt` descending, then by upload id, fence and first document; they cover all
    /// documents.
    package var runs: [SegmentRun] { header.runs }
    /// Parts with the header, so at least 1.
    package var partCount: Int { header.layout.partCount }
    /// The size of all parts.
    package var bytes: Int { headerBytes.count + header.layout.bytes }

    /// Whether `bytes` are what was written as that part; for each part once, when it comes from a store.
    ///
    /// - Throws: when they are not.
    package func check(_ bytes: [UInt8], part number: Int) throws(SegmentDamage) {
        guard PartChecksum.holds(bytes) else {
            throw SegmentDamage(segment: id, part: number, reason: "its check sum is wrong")
        }
    }

    /// The fields of the documents with their numbers, which count from 1 in the order of the paths' bytes.
    ///
    /// The list is put together for every call.
    package var fields: [(number: Int, path: FieldPath)] { fields(beginningWith: "") }
    /// The fields whose path begins with `prefix`.
    package func fields(beginningWith prefix: String) -> [(number: Int, path: FieldPath)] {
        var fields: [(Int, FieldPath)] = []
        var number = header.names.lowerBound(of: Array(prefix.utf8))
        while number <= header.names.count, header.names.bytes(of: number).starts(with: prefix.utf8) {
            if let path = header.names.path(of: number) { fields.append((number, path)) }
            number += 1
        }
        return fields
    }
    /// How many there are.
    package func fieldCount(beginningWith prefix: String) -> Int {
        let bytes = Array(prefix.utf8)
        // UTF-8 has no such byte.
        return header.names.lowerBound(of: bytes + [0xFF]) - header.names.lowerBound(of: bytes)
    }
    /// The number of a field; nil when no document here has it.
    package func field(_ path: FieldPath) -> Int? { header.names.number(of: path) }

    /// How many entries a field and kind has.
    package func entryCount(field: Int, kind: TermKind) -> Int { group(field: field, kind: kind)?.count ?? 0 }

    /// How many objects a nested field has in all documents.
    package func objectCount(of field: FieldPath) -> Int {
        self.field(field).flatMap { group(field: $0, kind: .objects)?.objects } ?? 0
    }

    /// The group of a field and kind; nil when there are no entries.
    func group(field: Int, kind: TermKind) -> SegmentHeader.Group? {
        var low = 0
        var high = header.groups.count
        while low < high {
            let middle = (low + high) >> 1
            let group = header.groups[middle]
            if (group.field, group.kind) < (field, kind) { low = middle + 1 } else { high = middle }
        }
        guard low < header.groups.count, case let group = header.groups[low], group.field == field, group.kind == kind
        else { return nil }
        return group
    }

    /// Calls `body` with the bytes of a range of a stream.
    ///
    /// - Parameter body: returns nil for bytes that make no sense, which is then told to `parts`.
    /// - Returns: nil also when the part is missing.
    func read<Value>(
        _ range: Range<Int>, of stream: SegmentStream, _ parts: any SegmentParts,
        _ body: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        readBytes(range, of: stream, parts) { bytes, range in
            bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }
    /// As ``read(_:of:_:_:)``, for who keeps the bytes: of the whole part, and where in it the range is.
    func readBytes<Value>(
        _ range: Range<Int>, of stream: SegmentStream, _ parts: any SegmentParts,
        _ body: ([UInt8], Range<Int>) -> Value?
    ) -> Value? {
        guard let chunk = chunk(of: range, in: stream, parts) else { return nil }
        let start = chunk.offset + range.lowerBound - chunk.start
        guard let value = body(chunk.bytes, start..<start + range.count) else {
            parts.found(SegmentDamage(segment: id, part: chunk.part, reason: "its \(stream) cannot be read"))
            return nil
        }
        return value
    }

    /// Bytes of a stream that are read together.
    struct Chunk {
        let part: Int
        /// The range within the stream.
        let start: Int
        let end: Int
        /// Where that range begins in ``bytes``, which hold it whole.
        let offset: Int
        let bytes: [UInt8]
    }
    /// The chunk that holds a range of a stream; nil when its part is missing, or makes no sense, which is then told to
    /// `parts`.
    func chunk(of range: Range<Int>, in stream: SegmentStream, _ parts: any SegmentParts) -> Chunk? {
        guard let chunk = header.layout.chunk(of: range, in: stream) else {
            parts.found(SegmentDamage(segment: id, part: 0, reason: "\(stream) \(range) are in no chunk"))
            return nil
        }
        let bytes: [UInt8]
        var offset = chunk.offset
        if chunk.part == 0 {
            bytes = headerBytes
            offset += header.end
        } else {
            guard let part = parts.part(chunk.part, of: self) else { return nil }
            bytes = part
        }
        guard offset + chunk.count <= bytes.count - PartChecksum.size else {
            parts.found(SegmentDamage(segment: id, part: chunk.part, reason: "it is too short for its \(stream)"))
            return nil
        }
        return Chunk(part: chunk.part, start: chunk.start, end: chunk.start + chunk.count, offset: offset, bytes: bytes)
    }
}
