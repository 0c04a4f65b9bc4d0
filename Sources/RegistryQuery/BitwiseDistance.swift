/// The distance of ``FuzzyPattern`` from a word of at most 64 bytes of ASCII, a whole line of the table at a time.
///
/// Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (2003): bits say where a cell is
/// one more or one less than its neighbour.
struct BitwiseDistance: Sendable {
    static let maximumLength = 64

    /// For each character of ASCII, the bits of the places where the word has it.
    private let places: [UInt64]
    private let length: Int

    /// Nil for a word that is empty, too long or not of ASCII.
    init?(_ word: [UInt8]) {
        guard (1...Self.maximumLength).contains(word.count), word.allSatisfy({ $0 < 0x80 }) else { return nil }
        var places = Array(repeating: UInt64(0), count: 0x80)
        for (index, byte) in word.enumerated() { places[Int(byte)] |= 1 << UInt64(index) }
        self.places = places
        length = word.count
    }

    /// Returns the distance from a text of ASCII.
    func distance(to text: UnsafeBufferPointer<UInt8>) -> Int {
        var distance = length
        let last = UInt64(1) << UInt64(length - 1)
        var more = ~UInt64(0)  // below the cell above
        var less = UInt64(0)
        var diagonal = UInt64(0)  // as the cell before, on the diagonal
        var lastPlaces = UInt64(0)
        for byte in text {
            let here = places[Int(byte & 0x7F)]
            let swapped = ((~diagonal & here) << 1) & lastPlaces
            diagonal = (((here & more) &+ more) ^ more) | here | less | swapped
            var moreAcross = less | ~(diagonal | more)
            var lessAcross = diagonal & more
            if moreAcross & last != 0 { distance += 1 }
            if lessAcross & last != 0 { distance -= 1 }
            moreAcross = moreAcross << 1 | 1
            lessAcross = lessAcross << 1
            more = lessAcross | ~(diagonal | moreAcross)
            less = moreAcross & diagonal
            lastPlaces = here
        }
        return distance
    }
}
