/// 128 random bits as the text of a version 4 UUID (RFC 9562), lower case.
package struct RandomID: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// From the system's secure generator, so that nobody guesses an id.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }
    package init(using generator: inout some RandomNumberGenerator) {
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let hex = Self.hex(high) + Self.hex(low)
        var text = ""
        for (index, character) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(character)
        }
        description = text
    }
    /// Nil unless `text` is 36 characters of lower-case hexadecimal digits and dashes in a UUID's places.
    package init?(_ text: String) {
        guard text.utf8.count == 36 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where [8, 13, 18, 23].contains(index): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                if [8, 13, 18, 23].contains(index) { return nil }
            default: return nil
            }
        }
        description = text
    }
    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// One start of a version's content; the version's project says in which lane it lives.
package struct UploadID: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ id: RandomID) { description = id.description }
    package init?(_ text: String) {
        guard let id = RandomID(text) else { return nil }
        self.init(id)
    }
}

/// A job's id; its text carries the lane, so that the row is found by key: `<uuid>-<lane>`.
package struct JobID: Sendable, Hashable, CustomStringConvertible {
    package let lane: Lane
    package let id: RandomID

    package init(lane: Lane, id: RandomID) {
        self.lane = lane
        self.id = id
    }
    /// Nil for a text that no job of this registry can have.
    package init?(_ text: String) {
        guard text.utf8.count > 37, text.utf8.count <= 42, let id = RandomID(String(text.prefix(36))),
            let lane = Int(text.dropFirst(37)), lane >= 0
        else { return nil }
        self.init(lane: Lane(lane), id: id)
        // One text for each id: Int reads `+5` and `05` too.
        guard description.utf8.elementsEqual(text.utf8) else { return nil }
    }
    package var description: String { "\(id)-\(lane)" }
}
