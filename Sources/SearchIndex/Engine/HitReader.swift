internal import Catalog
internal import RegistryCore

/// Where a document is among the segments of a search.
struct HitPlace: Sendable, Hashable {
    let segment: Int
    let run: Int
    let position: Int
}

/// Tells the names of documents and which of two comes first where their ranks are equal.
struct HitReader {
    let segments: [SearchedSegment]
    let parts: ObservedParts

    func sealedAt(_ place: HitPlace) -> Timestamp { segments[place.segment].segment.runs[place.run].sealedAt }

    /// The artifact's id; nil when a part is missing.
    func id(of place: HitPlace) -> String? {
        segments[place.segment].segment.path(at: place.position, parts).map { id(of: place, path: $0) }
    }
    private func id(of place: HitPlace, path: String) -> String {
        let version = segments[place.segment].segment.runs[place.run].upload.version
        return "\(version.project):\(path)@\(version.version)"
    }
    /// The artifact's id and path; nil when a part is missing.
    func name(of place: HitPlace) -> (id: String, path: ArtifactPath)? {
        let segment = segments[place.segment].segment
        guard let text = segment.path(at: place.position, parts) else { return nil }
        if let path = try? ArtifactPath(parsing: text) { return (id(of: place, path: text), path) }
        parts.found(SegmentDamage(segment: segment.id, part: 0, reason: "a path that is none"))
        return nil
    }

    /// Whether a document comes before another: by the seal descending, then by the id's bytes.
    func precedes(_ one: HitPlace, _ other: HitPlace) -> Bool {
        if one.segment == other.segment {
            // Within a segment positions are in the order of seals, within a run in that of ids.
            if one.run == other.run { return one.position < other.position }
            let isBefore = one.position < other.position
            if sealedAt(one) != sealedAt(other) { return isBefore }
        } else if sealedAt(one) != sealedAt(other) {
            return sealedAt(one) > sealedAt(other)
        }
        guard let oneID = id(of: one), let otherID = id(of: other) else { return false }
        return oneID.utf8.lexicographicallyPrecedes(otherID.utf8)
    }

    /// Whether a document comes after a position of the same rank.
    func follows(_ place: HitPlace, _ position: SearchPosition) -> Bool {
        let moment = sealedAt(place)
        if moment != position.sealedAt { return moment < position.sealedAt }
        guard let id = id(of: place) else { return false }
        return position.id.utf8.lexicographicallyPrecedes(id.utf8)
    }
}
