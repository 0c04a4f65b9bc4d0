/// The name of an object: non-empty segments separated by `/`, at most 2 048 bytes of UTF-8, compared as bytes.
///
/// Refused: a segment that is empty, `.`, `..` or over 255 bytes, and control characters. The first segment `..tmp` is
/// reserved for what a driver is still writing. A text outside normal form C is a key of its own.
package struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let maxBytes = 2_048
    package static let maxSegmentBytes = 255
    static let reservedRoot = "..tmp"

    package let description: String

    /// - Throws: `.invalidKey` with the rule that `text` broke.
    package init(validating text: String) throws(ObjectStoreError) {
        if let rule = Self.brokenRule(text) { throw .invalidKey(text, rule: rule) }
        description = text
    }

    /// The key of `path` below this key as a folder.
    ///
    /// - Throws: `.invalidKey` with the rule that `path` broke.
    package func appending(_ path: String) throws(ObjectStoreError) -> ObjectKey {
        try ObjectKey(validating: description + "/" + path)
    }

    package var segments: [String] {
        description.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

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

    /// Nil when `text` is a key; otherwise a clause that completes "the key …".
    private static func brokenRule(_ text: String) -> String? {
        guard !text.utf8.isEmpty else { return "is empty" }
        guard text.utf8.count <= maxBytes else { return "is longer than \(maxBytes) bytes" }
        let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for segment in segments {
            if let rule = brokenSegmentRule(segment) { return rule }
        }
        if segments[0].elementsEqual(reservedRoot.utf8) { return "begins with the reserved part '\(reservedRoot)'" }
        return nil
    }

    static func brokenSegmentRule(_ segment: Substring.UTF8View) -> String? {
        if segment.isEmpty { return "has an empty part: a leading, trailing or double '/'" }
        if segment.count > maxSegmentBytes { return "has a part longer than \(maxSegmentBytes) bytes" }
        if segment.elementsEqual(".".utf8) { return "has the part '.'" }
        if segment.elementsEqual("..".utf8) { return "has the part '..'" }
        var previous: UInt8 = 0
        for byte in segment {
            // C0 and DEL are one byte; C1 (U+0080 to U+009F) is 0xC2 and a byte below 0xA0.
            if byte < 0x20 || byte == 0x7F || (previous == 0xC2 && byte < 0xA0) { return "holds a control character" }
            previous = byte
        }
        return nil
    }
}

extension ObjectKey: ExpressibleByStringLiteral {
    /// A key spelled in source code.
    package init(stringLiteral text: String) {
        if let rule = Self.brokenRule(text) { preconditionFailure("the literal key '\(text)' \(rule)") }
        description = text
    }
}
