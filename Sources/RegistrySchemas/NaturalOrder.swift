/// The order in which people list versions: runs of digits count by value, so that `v9` stands before `v10`.
package enum NaturalOrder {
    /// Whether `left` stands before `right`; where only leading zeros differ, bytes decide.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8), right = Array(right.utf8)
        var i = 0, j = 0
        while i < left.count, j < right.count {
            if isDigit(left[i]), isDigit(right[j]) {
                let a = number(left, &i), b = number(right, &j)
                if a.count != b.count { return a.count < b.count }
                if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) }
            } else {
                if left[i] != right[j] { return left[i] < right[j] }
                i += 1
                j += 1
            }
        }
        if i < left.count || j < right.count { return j < right.count }
        return left.lexicographicallyPrecedes(right)
    }

    /// The digits at `position` without zeros in front, and the position after them.
    private static func number(_ text: [UInt8], _ position: inout Int) -> ArraySlice<UInt8> {
        let start = position
        while position < text.count, isDigit(text[position]) { position += 1 }
        return text[start..<position].drop { $0 == UInt8(ascii: "0") }
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
