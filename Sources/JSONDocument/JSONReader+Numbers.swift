extension JSONReader {
    /// Reads the number that begins at `position`.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        let scan: JSONNumber.Scan
        do throws(JSONNumber.ScanError) {
            scan = try JSONNumber.scan(text, from: start)
        } catch {
            throw self.error(for: error)
        }
        position = scan.end
        if let plain = scan.plain { return JSONNumber(.plain(plain, places: scan.places)) }
        return JSONNumber(.text(string(from: start, to: scan.end, isASCII: true)))
    }

    private func error(for cause: JSONNumber.ScanError) -> JSONError {
        switch cause {
        case .malformed(let offset): error(offset < text.count ? .invalidNumber : .unexpectedEnd, at: offset)
        case .exponentOutOfRange(let offset): error(.exponentOutOfRange, at: offset)
        }
    }
}
