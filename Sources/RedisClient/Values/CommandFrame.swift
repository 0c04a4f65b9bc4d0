/// The bytes of a command on their way out.
struct CommandFrame {
    private(set) var bytes: [UInt8] = []

    init(words: Int) {
        bytes.reserveCapacity(32 * words)
        header(UInt8(ascii: "*"), words)
    }

    mutating func add(_ word: String) {
        var word = word
        word.withUTF8 { add($0) }
    }
    mutating func add(_ word: UnsafeBufferPointer<UInt8>) {
        header(UInt8(ascii: "$"), word.count)
        bytes.append(contentsOf: word)
        end()
    }

    private mutating func header(_ kind: UInt8, _ number: Int) {
        bytes.append(kind)
        if number < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
        end()
    }
    private mutating func end() {
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }
}
