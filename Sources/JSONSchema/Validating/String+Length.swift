extension String {
    /// Whether there are at least `least` code points.
    func hasLength(atLeast least: Int) -> Bool {
        let bytes = utf8.count
        if bytes < least { return false }  // a code point takes one byte or more
        if bytes / 4 >= least { return true }  // and at most four
        return unicodeScalars.count >= least
    }

    /// Whether there are at most `most` code points.
    func hasLength(atMost most: Int) -> Bool {
        let bytes = utf8.count
        if bytes <= most { return true }
        if bytes / 4 > most { return false }
        return unicodeScalars.count <= most
    }
}
