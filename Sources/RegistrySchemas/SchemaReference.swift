internal import Foundation

/// Where a `$ref` leads, as text (RFC 3986): the document's name and the fragment.
struct SchemaReference {
    /// An absolute URI, or a place below the folder.
    let document: String
    /// Percent-decoded, without the `#`; empty for the whole document.
    let fragment: String

    /// - Parameter base: what `text` starts from, an absolute URI or a place.
    /// - Returns: nil for what leads out of the folder or is no reference.
    init?(_ text: String, from base: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = String(parts[0])
        fragment = parts.count > 1 ? String(parts[1]).removingPercentEncoding ?? String(parts[1]) : ""
        if file.isEmpty {
            document = base
        } else if Self.hasScheme(file) {
            document = file
        } else if Self.hasScheme(base) {
            guard let url = URL(string: file, relativeTo: URL(string: base)) else { return nil }
            document = url.absoluteString
        } else {
            guard let place = Self.place(file, beside: base) else { return nil }
            document = place
        }
    }

    static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.utf8.first else { return false }
        return isLetter(first)
            && text.utf8[..<colon].allSatisfy {
                isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
            }
    }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func place(_ file: String, beside base: String) -> String? {
        guard !file.hasPrefix("/") else { return nil }
        var parts = base.split(separator: "/").dropLast().map(String.init)
        for part in file.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case ".": continue
            case "..":
                guard !parts.isEmpty else { return nil }
                parts.removeLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
