/// The path of a file within a version: segments separated by `/`, at most 1 024 bytes of UTF-8 in NFC.
///
/// Refused: an empty segment (so also a leading or trailing `/`), `.`, a segment that begins with `..` (reserved for the
/// registry's own files), a segment over 255 bytes, control characters, line separators and backslashes.
/// Source of the rules: `spec/rest-api.md` 2.1, design section 9.
package struct ArtifactPath: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let maxBytes = 1_024
    package static let maxSegmentBytes = 255
    package let description: String

    /// - Throws: the rule that `text` broke.
    package init(parsing text: String) throws(NameError) {
        let bytes = text.utf8
        guard !bytes.isEmpty else { throw NameError("path", text, "is empty") }
        guard bytes.count <= Self.maxBytes else {
            throw NameError("path", text, "is longer than \(Self.maxBytes) bytes")
        }
        for scalar in text.unicodeScalars where !Self.isPlain(scalar) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate:
                throw NameError("path", text, "holds a control character")
            default: break
            }
            if Self.turnsText(scalar) { throw NameError("path", text, "holds a control of the text's direction") }
            if scalar == "\\" { throw NameError("path", text, "holds a backslash; folders are separated by '/'") }
        }
        // Split by bytes: a combining mark after '/' makes one Character of both.
        for segment in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if segment.isEmpty {
                throw NameError(
                    "path", text, "must be relative, without empty parts: no leading, trailing or double '/'")
            }
            if segment.count > Self.maxSegmentBytes {
                throw NameError("path", text, "has a part longer than \(Self.maxSegmentBytes) bytes")
            }
            if segment.elementsEqual(".".utf8) { throw NameError("path", text, "has the part '.'") }
            if segment.starts(with: "..".utf8) {
                throw NameError("path", text, "has a part that begins with the reserved '..'")
            }
        }
        guard NameRules.isNFC(text) else { throw NameError("path", text, "is not in Unicode normal form C (NFC)") }
        description = text
    }

    /// Printable ASCII but for the backslash: what nearly all paths are made of, told without a look at Unicode's tables.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20..<0x7F).contains(scalar.value) && scalar != "\\"
    }

    /// Bidirectional controls (Unicode Annex 9) make a name read as another one.
    private static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
        ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
    }

    private init(unchecked text: String) { description = text }

    /// The folders that the path lies in, outermost first; none for a path of one part.
    package var folders: [ArtifactPath] {
        let bytes = description.utf8
        return bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map {
            ArtifactPath(unchecked: String(description[..<$0]))
        }
    }

    /// Whether this is a metadata document by its name: `….json` (`spec/rest-api.md` 4.2).
    package var isDocument: Bool { description.utf8.suffix(5).elementsEqual(".json".utf8) }

    /// Whether a name at the top of a version is for tools, not an artifact: `.adbignore` and the like.
    package var isInternal: Bool { description.utf8.first == UInt8(ascii: ".") }

    package static func == (left: Self, right: Self) -> Bool {
        left.description.utf8.elementsEqual(right.description.utf8)
    }
    package func hash(into hasher: inout Hasher) {
        var text = description
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
    package static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
