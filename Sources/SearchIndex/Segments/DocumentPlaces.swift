/// Numbers the places of values within the objects of nested fields of one document, in the order in which it is read.
///
/// Values that stand between the same two ends of objects have the same place, but for words, which follow one another
/// as in ``PositionReader``. So a value is in an object when its place is between those of the object's begin and end.
struct DocumentPlaces {
    private var next: UInt32 = 0
    private var depth = 0

    /// Where a value stands now; nil outside of all objects.
    var current: UInt32? { depth > 0 ? next : nil }

    /// - Returns: the place where the object begins.
    mutating func beginObject() -> UInt32 {
        next += 1
        depth += 1
        return next
    }
    /// - Returns: the first place that is not in the object any more.
    mutating func endObject() -> UInt32 {
        next += 1
        depth -= 1
        return next
    }
    /// Leaves room for the words of one text that began at ``current``.
    mutating func skip(words: Int) {
        if depth > 0 { next += UInt32(words) + UInt32(PositionReader.gap) + 1 }
    }
}
