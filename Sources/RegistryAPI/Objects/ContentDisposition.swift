/// The header by which a browser saves an answer under a name (RFC 6266).
enum ContentDisposition {
    /// Any text may be a name: what is not plain ASCII goes into `filename*` only (RFC 8187).
    static func attachment(filename: String?) -> String {
        guard let filename, !filename.isEmpty else { return "attachment" }
        let plain = filename.unicodeScalars.map { scalar -> Character in
            scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && !"\"\\%/;".unicodeScalars.contains(scalar)
                ? Character(scalar) : "_"
        }
        let header = "attachment; filename=\"\(String(plain))\""
        if String(plain).utf8.elementsEqual(filename.utf8) { return header }
        return header + "; filename*=UTF-8''\(PercentText.encode(filename))"
    }
}
