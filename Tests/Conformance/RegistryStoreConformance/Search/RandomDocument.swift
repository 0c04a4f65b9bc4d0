internal import JSONDocument
package import RegistryCore
package import SearchIndex

/// Random metadata documents of a few shapes.
package enum RandomDocument {
    package static func make(_ path: ArtifactPath, _ random: inout RandomSource) throws -> StagedDocument {
        let isFile = random.chance(70)
        return StagedDocument(
            path: path, metapath: try ArtifactPath(parsing: path.description + ".json"),
            document: .object(content(&random)), schema: random.chance(80) ? "generic_file/v1.json" : nil,
            type: random.chance(80) ? random.pick(["generic file", "deep", "Mouse"]) : nil,
            textFields: random.some(RandomVocabulary.textFields, 0...RandomVocabulary.textFields.count),
            nestedFields: random.some(RandomVocabulary.nestedFields, 0...RandomVocabulary.nestedFields.count),
            fileSize: isFile ? Int64(random.pick([0, 5, 7, 1 << 40])) : nil,
            uploaded: isFile ? StoreFixture.start + .seconds(random.int(in: 0...3)) : nil,
            metaUploaded: StoreFixture.start + .milliseconds(random.int(in: 0...3)))
    }

    /// Documents of different paths.
    package static func some(_ count: ClosedRange<Int>, _ random: inout RandomSource) throws -> [StagedDocument] {
        try random.some(RandomVocabulary.paths, count).map { try make(ArtifactPath(parsing: $0), &random) }
    }

    private static func content(_ random: inout RandomSource) -> JSONObject {
        var content: JSONObject = [:]
        func put(_ key: String, _ percent: Int, _ value: (inout RandomSource) -> JSONValue) {
            if random.chance(percent) { content[key] = value(&random) }
        }
        put("title", 60, text)
        put("kind", 60, keyword)
        put("n", 60, number)
        put("when", 50, date)
        put("mixed", 60, anything)
        switch random.int(in: 0...3) {
        case 0:
            put("name", 60, text)
            put("flag", 60) { .bool($0.chance(50)) }
            put("tags", 70) { random in list(0...4, &random, keyword) }
        case 1:
            put("who", 80) { random in
                random.chance(20)
                    ? scalar(&random)
                    : .object(["name": text(&random), "age": random.chance(80) ? number(&random) : .null])
            }
            put("samples", 80) { random in list(0...4, &random, sample) }
        case 2:
            put("a.b", 60, anything)
            put("a", 60) { random in
                .object(["b": anything(&random), "": scalar(&random), ".c": scalar(&random)])
            }
            for key in ["", "with space", "x:y", "(a)", "_exists_", "AND", "ü", "_extrax"] { put(key, 30, anything) }
            put("_extra", 30) { _ in .object(["id": "P0:a.txt@1", "project_id": "P0"]) }
            put("_extra.project_id", 30) { _ in "P1" }
        default:
            put("blank", 60) { random in random.pick(["", " ", .null, .array([]), .object([:]), .array([.null])]) }
            put("deep", 60) { random in
                .object(["er": .object(["est": .array([scalar(&random), .array([scalar(&random), .null])])])])
            }
            put("", 40) { random in .object(["z": scalar(&random)]) }
        }
        return content
    }

    private static func sample(_ random: inout RandomSource) -> JSONValue {
        var sample = portion(&random)
        sample["id"] = keyword(&random)
        sample["dose"] = number(&random)
        sample["note"] = text(&random)
        sample["parts"] = random.chance(60) ? list(0...3, &random) { .object(portion(&$0)) } : .object(portion(&random))
        return random.chance(5) ? .object([:]) : .object(sample)
    }
    /// Of few values, so that the same ones meet in one object and in several.
    private static func portion(_ random: inout RandomSource) -> JSONObject {
        ["unit": .string(random.pick(["mg", "ml"])), "lot": .number(JSONNumber(random.int(in: 1...3)))]
    }
    private static func anything(_ random: inout RandomSource) -> JSONValue {
        random.chance(75) ? scalar(&random) : list(0...3, &random, scalar)
    }
    private static func scalar(_ random: inout RandomSource) -> JSONValue {
        switch random.int(in: 0...9) {
        case 0...2: keyword(&random)
        case 3...4: text(&random)
        case 5...6: number(&random)
        case 7: date(&random)
        case 8: .bool(random.chance(50))
        default: .null
        }
    }
    private static func list(
        _ count: ClosedRange<Int>, _ random: inout RandomSource, _ element: (inout RandomSource) -> JSONValue
    ) -> JSONValue {
        .array((0..<random.int(in: count)).map { _ in element(&random) })
    }
    private static func keyword(_ random: inout RandomSource) -> JSONValue {
        .string(random.pick(RandomVocabulary.keywords))
    }
    private static func date(_ random: inout RandomSource) -> JSONValue { .string(random.pick(RandomVocabulary.dates)) }
    private static func number(_ random: inout RandomSource) -> JSONValue {
        JSONNumber(text: random.pick(RandomVocabulary.numbers)).map { .number($0) } ?? .null
    }
    private static func text(_ random: inout RandomSource) -> JSONValue {
        let words = (0..<random.int(in: 0...6)).map { _ in random.pick(RandomVocabulary.words) }
        return .string(words.joined(separator: random.pick([" ", " ", "-", ", "])))
    }
}
