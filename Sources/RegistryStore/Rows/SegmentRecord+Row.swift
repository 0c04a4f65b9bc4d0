internal import Catalog
package import RegistryCore
package import SearchIndex

extension [Int: [UInt8]] {
    /// The parts of a segment in ascending order, as many together as have at most `limit` bytes; a larger one alone.
    package func slices(of limit: Int) -> [[(number: Int, data: [UInt8])]] {
        var slices: [[(number: Int, data: [UInt8])]] = []
        var bytes = 0
        for (number, data) in sorted(by: { $0.key < $1.key }) {
            if slices.isEmpty || bytes + data.count > limit {
                slices.append([])
                bytes = 0
            }
            slices[slices.count - 1].append((number, data))
            bytes += data.count
        }
        return slices
    }
}

extension SegmentRecord {
    package init(_ row: some StoredRow) {
        self.init(
            id: SegmentID(rawValue: row.storedNumber("segment") ?? 0), documents: row.number("documents"),
            parts: row.number("parts"), bytes: row.number("bytes"))
    }
    package func arguments(in lane: Lane) -> StoredArguments {
        id.arguments(in: lane) + ["documents": documents, "parts": parts, "bytes": bytes]
    }
}

extension SegmentID {
    package func arguments(in lane: Lane) -> StoredArguments { ["lane": lane.number, "segment": rawValue] }
}

extension ShownUpload {
    /// What its documents are found by.
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        ["lane": lanes.lane(of: key.project).number, "upload": key.id.description, "fence": fence]
    }
}
