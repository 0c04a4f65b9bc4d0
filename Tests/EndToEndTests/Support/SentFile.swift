import JSONDocument

/// A file as it is uploaded.
struct SentFile: Sendable, Hashable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

    /// A data file and its metadata document, both with the marker in them.
    static func artifact(_ name: String, marker: String, title: String = "An artifact") -> [SentFile] {
        let document: JSONValue = [
            "$schema": "generic_file/v1.json", "path": .string(name), "title": .string(title),
            "marker": .string(marker), "generic_file": ["format": "text"],
        ]
        return [SentFile(name, "\(marker) \(name)\n"), SentFile(name + ".json", document.serialized())]
    }

    /// So many artifacts in a few folders, all with one marker.
    static func artifacts(_ count: Int, marker: String) -> [SentFile] {
        (0..<count).flatMap { artifact("part\($0 % 7)/file\($0).txt", marker: marker) }
    }
}
