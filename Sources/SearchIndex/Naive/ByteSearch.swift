/// Looks for bytes in others, in time that grows with the length of both (Knuth, Morris and Pratt, 1977).
struct ByteSearch: Sendable {
    private let wanted: [UInt8]
    /// For each byte that fits, how many fit still when the next one does not.
    private let fallbacks: [Int]

    init(_ wanted: some Sequence<UInt8>) {
        self.wanted = Array(wanted)
        var fallbacks = [Int](repeating: 0, count: self.wanted.count)
        var fitting = 0
        for index in self.wanted.indices.dropFirst() {
            while fitting > 0, self.wanted[index] != self.wanted[fitting] { fitting = fallbacks[fitting - 1] }
            if self.wanted[index] == self.wanted[fitting] { fitting += 1 }
            fallbacks[index] = fitting
        }
        self.fallbacks = fallbacks
    }

    func isFound(in bytes: some Sequence<UInt8>) -> Bool {
        if wanted.isEmpty { return true }
        var fitting = 0
        for byte in bytes {
            while fitting > 0, byte != wanted[fitting] { fitting = fallbacks[fitting - 1] }
            if byte == wanted[fitting] { fitting += 1 }
            if fitting == wanted.count { return true }
        }
        return false
    }
}
