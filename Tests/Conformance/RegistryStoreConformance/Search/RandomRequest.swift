internal import Catalog
internal import RegistryCore
internal import RegistryQuery
package import SearchIndex

/// Random searches and facets over what ``RandomDocument`` makes, in the projects that ``RandomHistory`` uses.
package enum RandomRequest {
    /// - Throws: as ``RandomQuery/make(_:)``.
    package static func search(_ random: inout RandomSource) throws -> SearchRequest {
        let order: SearchOrder =
            switch random.int(in: 0...9) {
            case 0...3: .newest
            case 4...6: .relevance
            default: .fields(sortKeys(&random))
            }
        return SearchRequest(
            extent: try extent(&random), query: try RandomQuery.make(&random), latestOnly: random.chance(25),
            order: order,
            sealedBy: random.chance(15) ? RandomHistory.moment(&random) : nil,
            explains: order == .relevance && random.chance(50), limit: random.pick([0, 1, 2, 3, 7, 50, 500]))
    }
    /// Mostly fields that hold no text.
    private static func sortKeys(_ random: inout RandomSource) -> [SortKey] {
        (0..<random.int(in: 1...3)).map { _ in
            let field = random.chance(70) ? random.pick(sortable) : random.pick(RandomVocabulary.fields)
            return SortKey(field, isDescending: random.chance(50))
        }
    }
    private static let sortable: [FieldPath] = [
        "kind", "n", "when", "flag", "tags", "who.age", "samples.id", "samples.dose", "_extra.type", "_extra.id",
        "_extra.numerical_revision", "_extra.file_size", "absent",
    ]

    /// - Throws: as ``RandomQuery/make(_:)``.
    package static func facets(_ random: inout RandomSource) throws -> FacetsRequest {
        var selected: [FieldPath: [String]] = [:]
        if random.chance(50) {
            for field in random.some(sortable + ["mixed"], 1...2) {
                selected[field] = (0..<random.int(in: 0...3)).map { _ in
                    random.pick(RandomVocabulary.keywords + RandomVocabulary.numbers + ["generic file", "1"])
                }
            }
        }
        var facets = (0..<random.int(in: 1...4)).map { _ in facet(nests: true, &random) }
        for field in selected.keys.sorted() where random.chance(60) { facets.append(Facet(field)) }
        // Half of them count whatever there is.
        return FacetsRequest(
            extent: try extent(&random), query: random.chance(50) ? .everything : try RandomQuery.make(&random),
            latestOnly: random.chance(25), selected: selected, facets: facets)
    }
    private static func facet(nests: Bool, _ random: inout RandomSource) -> Facet {
        let field = random.chance(60) ? random.pick(sortable) : random.pick(RandomVocabulary.fields)
        switch random.int(in: 0...9) {
        case 0...3:
            let nested = nests ? (0..<random.int(in: 0...2)).map { _ in facet(nests: false, &random) } : []
            let text = random.chance(25) ? random.pick(["e", "dep", "musculos", "Generic", "", "1", "tru", "é"]) : nil
            return Facet(field, .terms(size: random.pick([0, 1, 2, 10, 500]), matching: text), nested: nested)
        case 4:
            // Wide ones: with the numbers of the vocabulary others have too many bins, which is an answer too.
            return Facet(
                random.chance(70) ? random.pick(numeric) : field,
                .histogram(width: random.pick([nil, nil, 0.1, 1, 2.5, 1e15, 1e28])))
        case 5:
            return Facet(
                random.chance(70) ? random.pick(["when", "_extra.uploaded"]) : field,
                .dates(random.pick([nil, nil, .year, .month, .day, .hour])))
        case 6: return Facet(field, .ranges((0..<random.int(in: 0...3)).map { range(named: "r\($0)", &random) }))
        case 7: return Facet(field, .statistics(percentiles: random.some([0, 1, 25, 50, 90, 99.9, 100], 0...4)))
        default: return Facet(field, .distinct)
        }
    }
    /// With few values that are far apart.
    private static let numeric: [FieldPath] = ["samples.dose", "_extra.file_size", "_extra.numerical_revision"]
    private static func range(named key: String, _ random: inout RandomSource) -> Facet.Range {
        let choices = random.pick([RandomVocabulary.numbers, RandomVocabulary.dates + ["2020"]])
        return Facet.Range(
            key: key, from: random.chance(80) ? random.pick(choices) : nil,
            to: random.chance(80) ? random.pick(choices) : nil)
    }

    private static func extent(_ random: inout RandomSource) throws -> SearchRequest.Extent {
        switch random.int(in: 0...19) {
        case 0...13: .everything
        case 14...16: .project(try ProjectID(parsing: random.pick(RandomHistory.projects + ["absent"])))
        default:
            .version(
                VersionKey(
                    project: try ProjectID(parsing: random.pick(RandomHistory.projects)),
                    version: try VersionID(parsing: random.pick(RandomHistory.versions))))
        }
    }
}
