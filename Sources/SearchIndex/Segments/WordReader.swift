internal import RegistryQuery

/// Gives the words of texts as bytes: those of ``TextAnalyzer/tokens(_:)``, faster where a text is plain ASCII.
struct WordReader {
    private var word: [UInt8] = []

    /// - Returns: how many words there are.
    mutating func read(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        var text = text
        let count = text.withUTF8 { bytes -> Int? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            return read(bytes, body)
        }
        if let count { return count }
        let tokens = TextAnalyzer.tokens(text)
        for var token in tokens { token.withUTF8 { body(UnsafeRawBufferPointer($0)) } }
        return tokens.count
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        var count = 0
        word.removeAll(keepingCapacity: true)
        for byte in text {
            let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            if lower &- UInt8(ascii: "a") < 26 || lower &- UInt8(ascii: "0") < 10 {
                if word.count == TextAnalyzer.maximumLength { end(&count, body) }
                word.append(lower)
            } else if !word.isEmpty {
                end(&count, body)
            }
        }
        if !word.isEmpty { end(&count, body) }
        return count
    }
    private mutating func end(_ count: inout Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        word.withUnsafeBytes { body($0) }
        word.removeAll(keepingCapacity: true)
        count += 1
    }
}
