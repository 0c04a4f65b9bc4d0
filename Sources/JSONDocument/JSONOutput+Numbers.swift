extension JSONOutput {
    mutating func number(_ number: borrowing JSONNumber) {
        switch number.form {
        case .plain(let value, let places): plain(value, places: Int(places))
        case .text(let text):
            let written: Void? = text.utf8.withContiguousStorageIfAvailable { append($0) }
            if written == nil { Array(text.utf8).withUnsafeBufferPointer { append($0) } }
        }
    }

    /// Writes `value` divided by 10 to the power of `places`, with that many places.
    private mutating func plain(_ value: Int, places: Int) {
        // At most 20 digits, a point, and zeros before it; the digits are found from the last to the first.
        let longest = 48
        let target = room(for: longest)
        var start = longest
        var rest = value.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start &-= 1
            target[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
            if longest &- start == places {
                start &-= 1
                target[start] = UInt8(ascii: ".")
            }
        } while rest > 0 || longest &- start <= places + (places > 0 ? 1 : 0)
        if value < 0 {
            start &-= 1
            target[start] = UInt8(ascii: "-")
        }
        target.update(from: target + start, count: longest &- start)
        advance(by: longest &- start)
    }
}
