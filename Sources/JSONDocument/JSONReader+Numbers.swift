extension JSONReader {
    /// Reads the number that begins at `position`.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        switch JSONNumber.scan(text, from: start) {
        case .number(let end):
            position = end
            return JSONNumber(checked: string(from: start, to: end))
        case .malformed(let offset):
            throw offset < text.count ? error(.invalidNumber, at: offset) : error(.unexpectedEnd, at: offset)
        case .exponentOutOfRange(let offset):
            throw error(.exponentOutOfRange, at: offset)
        }
    }
}
