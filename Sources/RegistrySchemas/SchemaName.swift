/// The name of a schema as a document's `$schema` gives it: `<type>/<version>.json`, exactly one slash
/// (`spec/rest-api.md` 4.1).
package struct SchemaName: Sendable, Hashable, CustomStringConvertible {
    package let type: String
    package let version: String

    /// Nil unless both parts are 1 to 128 of `A–Z a–z 0–9 . _ -` that do not begin with a dot.
    package init?(_ text: String) {
        guard text.hasSuffix(".json") else { return nil }
        let parts = text.dropLast(5).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isPart) else { return nil }
        type = String(parts[0])
        version = String(parts[1])
    }
    package init?(type: String, version: String) { self.init("\(type)/\(version).json") }

    static func isPart(_ part: Substring) -> Bool {
        guard (1...128).contains(part.utf8.count), part.utf8.first != UInt8(ascii: ".") else { return false }
        return part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
    package var description: String { "\(type)/\(version).json" }
    /// Whether it only serves other schemas: a part begins with `_`; it is not listed, and no document is of that type.
    package var isHidden: Bool { type.utf8.first == UInt8(ascii: "_") || version.utf8.first == UInt8(ascii: "_") }
}
