extension Segment {
    /// The first entry that does not come before a key.
    ///
    /// - Returns: its ordinal, or the number of entries when there is none, and whether it has that key.
    func firstOrdinal(
        field: Int, kind: TermKind, notBefore bound: [UInt8], _ parts: ObservedParts
    ) -> (ordinal: Int, isThere: Bool) {
        var first = (ordinal: entryCount(field: field, kind: kind), isThere: false)
        scan(field: field, kind: kind, from: bound, FirstParts(parts, count: 1)) { key, entry in
            first = (entry.ordinal, key.elementsEqual(bound))
            return false
        }
        return first
    }
}
