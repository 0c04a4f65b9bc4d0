/// Makes tar archives for tests, good ones and others.
struct TarBuilder {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ name: String, _ content: String = "", type: Character = "0") {
        add(name, Array(content.utf8), type: type)
    }

    mutating func add(_ name: String, _ content: [UInt8], type: Character, size: Int? = nil) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() where offset + index < 512 { header[offset + index] = byte }
        }
        put(String(name.prefix(100)), at: 0)
        put("0000644\0", at: 100)
        put(Self.octal(size ?? content.count, 11) + "\0", at: 124)
        put("        ", at: 148)
        put(String(type), at: 156)
        put("ustar\0" + "00", at: 257)
        put(Self.octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// A header that gives the next file its name.
    mutating func addLongName(_ name: String) {
        let body = " path=\(name)\n"
        var length = body.utf8.count
        while String(length).utf8.count + body.utf8.count != length { length += 1 }
        add("pax", "\(length)\(body)", type: "x")
    }

    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1_024) }

    private static func octal(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
