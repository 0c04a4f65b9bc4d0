import JSONDocument
import RegistryTestSupport
import Testing

/// Notes with more to say, for tests of search.
enum SearchNotes {
    /// A file and the document that describes it, with members of its own.
    static func files(_ path: String, title: String, _ members: JSONObject = [:]) -> [String: String] {
        var document: JSONObject = ["$schema": "note/v1.json", "path": .string(path), "title": .string(title)]
        for (key, value) in members { document[key] = value }
        return [path: "content", path + ".json": JSONValue.object(document).description]
    }

    static func all(_ files: [String: String]...) -> [String: String] {
        files.reduce(into: [:]) { $0.merge($1) { $1 } }
    }
}

extension TestAnswer {
    /// The paths of the results.
    var paths: [String] { results.compactMap { $0["path"]?.stringValue } }
    var results: [JSONValue] { self["results"].arrayValue ?? [] }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }
}

extension String {
    /// As a value of a query.
    var encoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
