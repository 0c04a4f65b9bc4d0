internal import Foundation

/// The texts of `json-parse`: real metadata documents one by one and joined, and made-up numbers and strings.
struct JSONParseMaterial {
    struct Corpus: CustomStringConvertible {
        /// Of its folder.
        let name: String
        let description: String
        var isReal = false
        /// Whether it is one text of more than a megabyte.
        var isLarge = false
    }
    let corpora = [
        Corpus(name: "documents", description: "metadata documents", isReal: true),
        Corpus(name: "joined", description: "one array of them, ten times", isReal: true, isLarge: true),
        Corpus(name: "numbers", description: "made-up measurements", isLarge: true),
        Corpus(name: "strings", description: "made-up prose", isLarge: true),
    ]

    /// Writes the corpora below `folder`, a folder each.
    ///
    /// - Returns: nil when there are no documents at `metadata`.
    init?(from metadata: String, below folder: String) throws {
        let root = URL(fileURLWithPath: metadata + "/instances").resolvingSymlinksInPath()
        guard let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return nil }
        var documents: [Data] = []
        for case let file as URL in files where file.pathExtension == "json" {
            documents.append(try Data(contentsOf: file))
        }
        if documents.isEmpty { return nil }
        documents.sort { $0.lexicographicallyPrecedes($1) }
        for (position, document) in documents.enumerated() {
            try Self.write(document, to: folder + "/documents", as: "\(position).json")
        }
        let again = repeatElement(documents, count: 10).joined()
        let joined = Data("[".utf8) + Data(again.joined(separator: Data(",\n".utf8))) + Data("]".utf8)
        try Self.write(joined, to: folder + "/joined", as: "joined.json")
        try Self.write(Data(Self.numbers.utf8), to: folder + "/numbers", as: "numbers.json")
        try Self.write(Data(Self.strings.utf8), to: folder + "/strings", as: "strings.json")
    }

    private static func write(_ text: Data, to folder: String, as name: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// Rows with a decimal, a count and an array of four numbers, as a program writes them.
    private static var numbers: String {
        let rows = (1...20_000).map { row -> String in
            let mixed = row &* 2_654_435_761 % 1_000_003
            let share = Double(mixed) / 1_000_003
            return "{\"x\":\(Double(mixed) / 1_000),\"n\":\(mixed),\"v\":[\(share),\(row &* 1_099_511_627),"
                + "\(row % 200 - 100),\(share / 1e12)]}"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    /// Strings of up to 500 bytes; a quarter have escapes and letters beyond ASCII.
    private static var strings: String {
        let rows = (1...5_000).map { row -> String in
            let prose = String(repeating: "read depth per lane and sample ", count: row % 17)
            return "\"" + prose + (row.isMultiple(of: 4) ? "µg of caf\u{E9} \\n \\\"quoted\\\"" : "") + "\""
        }
        return "[" + rows.joined(separator: ",") + "]"
    }
}
