package import JSONDocument
package import RegistryCore
internal import RegistryQuery
internal import SearchIndex

/// Counts the values of fields over the matches of a query, and completes names and values that somebody types.
package struct FacetService: Sendable {
    private let index: TimedIndex

    package init(registry: Registry) { index = TimedIndex(registry: registry) }

    /// `{"total", "facets": {name: …}}`, all exact for what the caller may read.
    ///
    /// - Throws: `.invalidQuery` naming the member and the fix, or the position of a mistake in the query.
    package func facets(_ question: FacetsQuestion, for caller: Identity) async throws -> JSONValue {
        let answer = try await index.facets(try question.request(), for: caller)
        return [
            "total": .number(JSONNumber(answer.total)), "facets": .object(question.items.json(answer.facets)),
        ]
    }

    /// What is aggregated in one field (`spec/rest-api.md` 1.9, `GET /aggregate`).
    package enum Aggregation: String, Sendable, CaseIterable {
        case terms, max
    }

    /// - Parameter size: buckets, 1 to 500.
    package func aggregate(
        _ text: String, field: String, by aggregation: Aggregation, size: Int, for caller: Identity
    ) async throws -> JSONValue {
        let kind: Facet.Kind =
            switch aggregation {
            case .terms: .terms(size: size, matching: nil)
            case .max: .statistics(percentiles: [])
            }
        let question = FacetsQuestion(text, items: [.init(name: field, field: field, kind: kind)])
        let answer = try await index.facets(try question.request(), for: caller).facets.first
        switch aggregation {
        case .max: return ["value": FacetAnswer.Statistics.number(answer?.statistics?.maximum)]
        case .terms:
            return [
                "doc_count_error_upper_bound": 0, "sum_other_doc_count": .number(JSONNumber(answer?.others ?? 0)),
                "buckets": .array(
                    (answer?.buckets ?? []).map {
                        ["key": $0.key.json, "doc_count": .number(JSONNumber($0.count))]
                    }),
            ]
        }
    }

    /// Names of fields that begin with `prefix`: `{"fields": [{"field", "count"}]}`, the most frequent first.
    ///
    /// - Parameter size: 1 to 500.
    package func fields(beginningWith prefix: String, size: Int, for caller: Identity) async throws -> JSONValue {
        try Self.check(prefix, "prefix")
        let found = try await index.fields(beginningWith: prefix, limit: size, for: caller)
        return [
            "fields": .array(
                found.map { ["field": .string($0.field.description), "count": .number(JSONNumber($0.count))] })
        ]
    }

    /// Values of a field in which `text` is, or nearly: `{"values": [{"value", "count"}]}`, those that begin with it first,
    /// then those that contain it, then the others, the most frequent first among each.
    ///
    /// - Parameters:
    ///   - query: which documents count; nil for all.
    ///   - size: 1 to 500.
    package func values(
        of field: String, like text: String, within query: String?, size: Int, for caller: Identity
    ) async throws -> JSONValue {
        try Self.check(text, "prefix")
        let kind = Facet.Kind.terms(size: size, matching: text.isEmpty ? nil : text)
        let question = FacetsQuestion(query ?? "*", items: [.init(name: field, field: field, kind: kind)])
        let found = try await index.facets(try question.request(), for: caller).facets.first?.buckets ?? []
        return [
            "values": .array(found.map { ["value": $0.key.json, "count": .number(JSONNumber($0.count))] })
        ]
    }

    private static func check(_ text: String, _ parameter: String) throws(RegistryError) {
        let limit = FacetsQuestion.Maximum.textBytes
        guard text.utf8.count <= limit else {
            throw RegistryError(.invalidQuery, "the query parameter '\(parameter)' is longer than \(limit) bytes")
        }
    }
}
