internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

extension SearchPosition {
    /// Bytes of a text, or digits of a number, that a position holds for one field.
    static let maxValueBytes = 1 << 10

    /// - Parameter order: the one that the position is in.
    /// - Throws: `.invalidQuery` for a value that is too long to be carried from page to page.
    func json(in order: SearchOrder) throws(RegistryError) -> JSONValue {
        var json: JSONObject = ["sealed": .number(JSONNumber(Int(sealedAt.milliseconds))), "id": .string(id)]
        switch rank {
        case .newest: break
        case .score(let score): json["score"] = JSONNumber(score).map { .number($0) }
        case .values(let values):
            var parts: [JSONValue] = []
            for (index, value) in values.enumerated() {
                guard let value else {
                    parts.append(.null)
                    continue
                }
                guard let part = value.json else { throw Self.tooLong(index, in: order) }
                parts.append(part)
            }
            json["values"] = .array(parts)
        }
        return .object(json)
    }

    /// - Throws: for what ``json(in:)`` never writes.
    init(json: JSONValue) throws(PayloadError) {
        guard let sealed = json["sealed"]?.intValue, let id = json["id"]?.stringValue else {
            throw PayloadError(field: "position")
        }
        var rank = Rank.newest
        if let values = json["values"]?.arrayValue {
            var parts: [SortValue?] = []
            for value in values { parts.append(value.isNull ? nil : try SortValue(json: value)) }
            rank = .values(parts)
        } else if let score = json["score"]?.doubleValue {
            rank = .score(score)
        }
        self.init(rank: rank, sealedAt: Timestamp(milliseconds: Int64(sealed)), id: id)
    }

    private static func tooLong(_ index: Int, in order: SearchOrder) -> RegistryError {
        var name = "a field"
        if case .fields(let keys) = order, keys.indices.contains(index) { name = "'\(keys[index].field)'" }
        return RegistryError(
            .invalidQuery,
            "sort error: \(name) has a value of more than \(maxValueBytes) bytes, after which no page can begin; sort by "
                + "another field, or ask for more results in one page")
    }
}

extension SortValue {
    /// Nil for one that is too long.
    fileprivate var json: JSONValue? {
        switch self {
        case .bool(let value): .bool(value)
        case .number(let number): number.text.utf8.count <= SearchPosition.maxValueBytes ? .number(number) : nil
        case .date(let date):
            [.number(JSONNumber(Int(date.seconds))), .number(JSONNumber(Int(date.nanoseconds)))]
        case .text(let text): text.utf8.count <= SearchPosition.maxValueBytes ? .string(text) : nil
        }
    }

    fileprivate init(json: JSONValue) throws(PayloadError) {
        switch json {
        case .bool(let value): self = .bool(value)
        case .number(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .array(let parts):
            guard parts.count == 2, let seconds = parts[0].intValue,
                let nanoseconds = parts[1].intValue.flatMap({ Int32(exactly: $0) })
            else { throw PayloadError(field: "position") }
            self = .date(DateInstant(seconds: Int64(seconds), nanoseconds: nanoseconds))
        case .null, .object: throw PayloadError(field: "position")
        }
    }
}

extension RelevanceStatistics {
    var json: JSONValue {
        [
            "documents": .number(JSONNumber(documents)),
            "length": JSONNumber(averageLength).map { .number($0) } ?? 0,
            "matching": .array(matching.map { .number(JSONNumber($0)) }),
        ]
    }

    /// Nil for what ``json`` never writes, and for those of another query.
    init?(json: JSONValue, for query: SearchQuery) {
        guard let documents = json["documents"]?.intValue, let length = json["length"]?.doubleValue,
            let matching = json["matching"]?.arrayValue?.compactMap(\.intValue),
            matching.count == ScoredClause.all(in: query).count
        else { return nil }
        self.init(documents: documents, averageLength: length, matching: matching)
    }
}
