extension JSONOutput {
    /// Writes `text` in quotes, escaping what RFC 8259 asks for, and U+2028 and U+2029 (line ends in scripts).
    mutating func string(_ text: borrowing String) {
        let written: Void? = text.utf8.withContiguousStorageIfAvailable { quoted($0) }
        if written == nil { Array(text.utf8).withUnsafeBufferPointer { quoted($0) } }
    }

    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>) {
        byte(UInt8(ascii: "\""))
        var position = 0
        while true {
            position = copyPlain(of: text, from: position)
            if position == text.count { break }
            position = escape(of: text, at: position)
        }
        byte(UInt8(ascii: "\""))
    }

    /// Copies bytes up to the first that may need an escape, eight at a time, and returns where that stands.
    @inline(__always)
    private mutating func copyPlain(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let source = UnsafeRawBufferPointer(text)
        let room = room(for: text.count &- start)
        let target = UnsafeMutableRawPointer(room)
        var at = start
        while at &+ 8 <= source.count {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            target.storeBytes(of: word.littleEndian, toByteOffset: at &- start, as: UInt64.self)
            let stops = Self.stops(in: word)
            if stops != 0 {
                at &+= stops.trailingZeroBitCount / 8
                advance(by: at &- start)
                return at
            }
            at &+= 8
        }
        while at < source.count, case let byte = source[at], Self.isPlain(byte) {
            room[at &- start] = byte
            at &+= 1
        }
        advance(by: at &- start)
        return at
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0xE2
    }

    /// The high bits of the bytes that are not plain; exact up to the first of them, which is all that counts.
    @inline(__always)
    private static func stops(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let leads = word ^ (ones &* 0xE2)
        // A byte is zero, or below 0x20, when subtracting borrows.
        let ascii = ((quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20)) & ~word
        return (ascii | ((leads &- ones) & ~leads)) & (ones &* 0x80)
    }

    /// Writes the escape of what stands at `position`, or the byte itself where it needs none, and steps over it.
    @inline(never)
    private mutating func escape(of text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        let byte = text[position]
        if byte == 0xE2 {
            guard position + 2 < text.count, text[position + 1] == 0x80, text[position + 2] & 0xFE == 0xA8 else {
                self.byte(byte)
                return position + 1
            }
            word(text[position + 2] == 0xA8 ? "\\u2028" : "\\u2029")
            return position + 3
        }
        switch byte {
        case UInt8(ascii: "\""): word("\\\"")
        case UInt8(ascii: "\\"): word("\\\\")
        case 0x08: word("\\b")
        case 0x0C: word("\\f")
        case 0x0A: word("\\n")
        case 0x0D: word("\\r")
        case 0x09: word("\\t")
        default:
            word(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0xF
            self.byte(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return position + 1
    }
}
