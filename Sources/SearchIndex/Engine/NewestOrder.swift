internal import RegistryCore

/// Walks matches by the seal descending, then by the artifact id's bytes.
///
/// Segments are in that order already but for uploads of the same seal, whose documents are merged by their ids. Takes
/// time in proportion to what is taken times the segments, not to the matches.
struct NewestOrder {
    /// Where the walk is in one segment.
    private struct Cursor {
        let segment: Int
        var position: Int
        var run: Int
    }
    private struct Stream {
        let segment: Int
        let run: Int
        var position: Int
        var id: String?
        var place: HitPlace { HitPlace(segment: segment, run: run, position: position) }
    }
    private let reader: HitReader
    private let matches: [DocumentSet]
    private let after: SearchPosition?

    /// - Parameter matches: one set per segment of `reader`.
    init(_ matches: [DocumentSet], _ reader: HitReader, after: SearchPosition?) {
        self.matches = matches
        self.reader = reader
        self.after = after
    }

    /// The first `count` after the position.
    func first(_ count: Int) -> [HitPlace] {
        var places: [HitPlace] = []
        var cursors = matches.indices.compactMap { index in
            let segment = reader.segments[index].segment
            let start = after.map { segment.firstPosition(sealedBy: $0.sealedAt) } ?? 0
            return cursor(index, from: start)
        }
        while places.count < count, let moment = cursors.map({ sealedAt($0) }).max() {
            var streams: [Stream] = []
            var left: [Cursor] = []
            for cursor in cursors {
                if sealedAt(cursor) < moment { left.append(cursor) } else { streams += takeStreams(cursor, &left) }
            }
            cursors = left
            merge(&streams, into: &places, upTo: count)
        }
        return places
    }

    private func sealedAt(_ cursor: Cursor) -> Timestamp {
        reader.segments[cursor.segment].segment.runs[cursor.run].sealedAt
    }
    private func cursor(_ segment: Int, from start: Int) -> Cursor? {
        guard let position = matches[segment].first(from: start) else { return nil }
        let run = reader.segments[segment].segment.run(at: position)
        return Cursor(segment: segment, position: position, run: run)
    }

    /// The runs of one segment that have the seal of `cursor` and a match; what follows them goes to `left`.
    private func takeStreams(_ cursor: Cursor, _ left: inout [Cursor]) -> [Stream] {
        var streams: [Stream] = []
        let moment = sealedAt(cursor)
        var next: Cursor? = cursor
        while let current = next, sealedAt(current) == moment {
            let run = reader.segments[cursor.segment].segment.runs[current.run]
            var position: Int? = current.position
            if let after, after.sealedAt == moment {
                position = matches[cursor.segment].first(from: firstPosition(in: current, after: after.id))
            }
            if let position, position < run.positions.upperBound {
                streams.append(Stream(segment: cursor.segment, run: current.run, position: position))
            }
            next = self.cursor(cursor.segment, from: run.positions.upperBound)
        }
        if let next { left.append(next) }
        return streams
    }
    /// The first document of a run whose id comes after another.
    private func firstPosition(in cursor: Cursor, after id: String) -> Int {
        let run = reader.segments[cursor.segment].segment.runs[cursor.run]
        var (low, high) = (run.first, run.positions.upperBound)
        while low < high {
            let middle = (low + high) / 2
            let place = HitPlace(segment: cursor.segment, run: cursor.run, position: middle)
            guard let other = reader.id(of: place) else { return low }
            if id.utf8.lexicographicallyPrecedes(other.utf8) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Takes documents of one seal in the order of their ids.
    private func merge(_ streams: inout [Stream], into places: inout [HitPlace], upTo count: Int) {
        if streams.count > 1 {
            for index in streams.indices { streams[index].id = reader.id(of: streams[index].place) }
        }
        while places.count < count, let least = leastStream(streams) {
            places.append(streams[least].place)
            let run = reader.segments[streams[least].segment].segment.runs[streams[least].run]
            guard let next = matches[streams[least].segment].first(from: streams[least].position + 1),
                next < run.positions.upperBound
            else {
                streams.remove(at: least)
                continue
            }
            streams[least].position = next
            if streams.count > 1 { streams[least].id = reader.id(of: streams[least].place) }
        }
    }
    private func leastStream(_ streams: [Stream]) -> Int? {
        streams.indices.min { one, other in
            guard let id = streams[one].id, let otherID = streams[other].id else { return false }
            return id.utf8.lexicographicallyPrecedes(otherID.utf8)
        }
    }
}
