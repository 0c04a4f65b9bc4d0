/// What a value in the dictionary of a segment is; the dictionary is sorted by field number, kind and key.
package enum TermKind: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    /// There is a value at the field or below it; the key is empty. Not for field 0.
    case exists = 0
    /// The key is one byte, 0 or 1.
    case bool = 1
    /// The key is ``TermKey/number(_:)``: equal numbers have equal keys.
    case number = 2
    /// A keyword that reads as a date (it is a ``keyword`` as well); the key is ``TermKey/date(_:)``, its start.
    case date = 3
    /// A string that is not read by word; the key is its UTF-8, whole.
    case keyword = 4
    /// A word of a text; the key is its UTF-8.
    case word = 5
    /// One of ``Relevance/names(of:)``; the key is its UTF-8. Only for field 0.
    case name = 6
    /// A text that is read by word, with words or without: key `[1]`; and key `[0]` when it is the empty text. In field 0
    /// only key `[0]`.
    case text = 7
    /// A value of another kind that is within an object of a nested field, with its places (``DocumentPlaces``); the key is
    /// ``TermKey/placed(_:_:)``. Not for field 0, nor for key `[1]` of a ``text``.
    case placed = 8
    /// Where the objects of a nested field are: of each the place where it begins and the one where it has ended; the key
    /// is empty. Not for field 0.
    case objects = 9

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether a column holds which values each document has.
    var hasColumn: Bool {
        switch self {
        case .bool, .number, .date, .keyword: true
        case .exists, .word, .name, .text, .placed, .objects: false
        }
    }
    /// Whether it is kept where in each document a value stands.
    package var hasPositions: Bool {
        switch self {
        case .word, .placed, .objects: true
        case .exists, .bool, .number, .date, .keyword, .name, .text: false
        }
    }
}
