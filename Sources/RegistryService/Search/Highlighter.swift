package import JSONDocument
package import RegistryQuery
internal import SearchIndex

/// Says where in a document's texts the positive clauses of a query are found.
///
/// One for all documents of a page: what it may take is shared, and documents past that have no highlights.
package struct Highlighter {
    /// Unicode scalars of one text that are looked at.
    static let maxText = 64 << 10
    /// Spans of one field that are given.
    package static let maxSpans = 100
    /// Steps for all documents of a page, of about a scalar that is compared.
    static let maxSteps = 20_000_000

    private let probes: [(field: String?, probe: HighlightProbe)]
    private var steps = 0

    package init(_ query: SearchQuery) {
        probes = ScoredClause.all(in: query).compactMap { clause in
            HighlightProbe(clause.node).map { (clause.node.leafField?.description, $0) }
        }
    }

    /// By dotted name of a field, `[{"value": n, "spans": [[start, end], …]}, …]`: the n-th value of the field, from 0 and
    /// in document order, and the Unicode scalars of its text, the end excluded; spans in order and none inside another.
    ///
    /// - Parameters:
    ///   - document: as it is rendered.
    ///   - textFields: those that are searched by word.
    package mutating func highlights(of document: JSONValue, textFields: [String]) -> JSONValue {
        guard !probes.isEmpty else { return [:] }
        var texts = FieldTexts()
        texts.collect(document, at: "")
        var found = JSONObject()
        var spansOfField: [String: Int] = [:]
        for (field, text, place) in texts.all where steps < Self.maxSteps && !Task.isCancelled {
            let isText = textFields.contains { $0.utf8.elementsEqual(field.utf8) }
            var spans = self.spans(in: text, of: field, isText: isText)
            let room = Self.maxSpans - spansOfField[field, default: 0]
            spans = Array(spans.prefix(max(room, 0)))
            if spans.isEmpty { continue }
            spansOfField[field, default: 0] += spans.count
            let pairs = spans.map {
                JSONValue.array([.number(JSONNumber($0.lowerBound)), .number(JSONNumber($0.upperBound))])
            }
            let entry: JSONValue = ["value": .number(JSONNumber(place)), "spans": .array(pairs)]
            found[field] = .array((found[field]?.arrayValue ?? []) + [entry])
        }
        return .object(found)
    }

    private mutating func spans(in text: String, of field: String, isText: Bool) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var words: TextSpans?
        for (name, probe) in probes where name.map({ $0.utf8.elementsEqual(field.utf8) }) ?? true {
            if isText {
                if words == nil {
                    words = TextSpans(text, limit: Self.maxText)
                    steps += 4 * min(text.utf8.count, Self.maxText)
                }
                guard let words else { continue }
                spans += probe.spans(in: words, &steps)
            } else if probe.findsKeyword(text, &steps) {
                return [0..<text.unicodeScalars.count]
            }
        }
        return Self.merged(spans)
    }

    /// In order, those that touch or overlap made one.
    private static func merged(_ spans: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = merged.last, span.lowerBound < last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                merged.append(span)
            }
        }
        return merged
    }
}

/// The strings of a document with the dotted names of their fields and their places among the field's values, whatever
/// these are, from 0 and in document order; elements of arrays are values of one field.
private struct FieldTexts {
    /// Never found in there: what the registry adds for clients is not searched.
    private static let unsearched: Set<String> = ["_extra.permissions", "_extra.gprn", "_extra.location"]
    private(set) var all: [(field: String, text: String, place: Int)] = []
    private var places: [String: Int] = [:]

    mutating func collect(_ value: JSONValue, at field: String) {
        switch value {
        case .null, .bool, .number: places[field, default: 0] += 1
        case .string(let text):
            all.append((field, text, places[field, default: 0]))
            places[field, default: 0] += 1
        case .array(let elements): for element in elements { collect(element, at: field) }
        case .object(let members):
            for (key, member) in members {
                let name = field.isEmpty ? key : "\(field).\(key)"
                if !Self.unsearched.contains(name) { collect(member, at: name) }
            }
        }
    }
}

extension QueryNode {
    /// The field that a leaf names.
    fileprivate var leafField: FieldPath? {
        switch self {
        case .term(let field, _), .phrase(let field, _, _), .wildcard(let field, _), .range(let field, _),
            .fuzzy(let field, _, _), .regex(let field, _):
            field
        case .everything, .exists, .boolean, .boost: nil
        }
    }
}
