internal import JSONDocument
internal import SearchIndex

extension FacetAnswer {
    /// As `POST /facets` shows it; which members there are depends on the kind of facet.
    func json(of item: FacetsQuestion.Item) -> JSONValue {
        var json: JSONObject = ["field": .string(item.field)]
        switch item.kind {
        case .terms:
            json["buckets"] = buckets(of: item)
            json["distinct"] = .number(JSONNumber(distinct))
            json["others"] = .number(JSONNumber(others))
        case .histogram, .dates, .ranges: json["buckets"] = buckets(of: item)
        case .distinct: json["distinct"] = .number(JSONNumber(distinct))
        case .statistics(let percentiles):
            json["statistics"] = statistics.map { $0.json(of: percentiles) } ?? .null
        }
        return .object(json)
    }

    private func buckets(of item: FacetsQuestion.Item) -> JSONValue {
        .array(
            buckets.map { bucket in
                var json: JSONObject = ["key": bucket.key.json, "count": .number(JSONNumber(bucket.count))]
                if !item.nested.isEmpty { json["facets"] = .object(item.nested.json(bucket.nested)) }
                return .object(json)
            })
    }
}

extension [FacetsQuestion.Item] {
    /// Answers by the names of their questions.
    func json(_ answers: [FacetAnswer]) -> JSONObject {
        JSONObject(zip(self, answers).map { item, answer in (item.name, answer.json(of: item)) })
    }
}

extension FacetKey {
    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .bool(let value): .bool(value)
        }
    }
}

extension FacetAnswer.Statistics {
    func json(of percentiles: [Double]) -> JSONValue {
        var json: JSONObject = [
            "count": .number(JSONNumber(count)), "min": Self.number(minimum), "max": Self.number(maximum),
            "sum": Self.number(sum), "mean": Self.number(count > 0 ? sum / Double(count) : nil),
        ]
        var values = JSONObject()
        for (wanted, value) in zip(percentiles, self.percentiles) { values[Self.name(wanted)] = Self.number(value) }
        json["percentiles"] = .object(values)
        return .object(json)
    }

    /// Null for what no number of JSON is.
    static func number(_ value: Double?) -> JSONValue {
        value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
    }
    /// `50`, `99.9`.
    private static func name(_ percentile: Double) -> String {
        percentile == percentile.rounded() ? String(Int(percentile)) : String(percentile)
    }
}
