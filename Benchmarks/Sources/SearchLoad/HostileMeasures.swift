internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

/// Asks what is meant to cost much: each is refused, or answered before the deadline of ``SearchBudget``.
struct HostileMeasures: Sendable {
    let place: SearchPlace
    let corpus: Corpus

    struct Report: Codable, Sendable {
        let query: String
        let caller: String
        let milliseconds: Int
        let outcome: String
    }

    private static let queries: [String] = [
        "*a*", "*77*", "*e*a*i*o*", "??????????", "*:*", "[* TO *]", "[a TO z]", "[-1e308 TO 1e308]", "description:*",
        "_exists_:description", "description:[* TO *]", "organism:[* TO zzzz]", "a~2", "sequencing~2",
        "sequenc~1 OR libary~2",
        "/.*/", "/.*a.*e.*i.*/", "/(a|aa)*b/", "/[a-z]{1,40}[0-9]{1,40}/", "/(((((a{0,3}){0,3}){0,3}){0,3}){0,3})x/",
        String(repeating: "(", count: 60) + "the" + String(repeating: ")", count: 60),
        (0..<500).map { "word\($0)" }.joined(separator: " "), (0..<450).map { "*a\($0)*" }.joined(separator: " "),
        (0..<450).map { "word\($0)~2" }.joined(separator: " "),
        (0..<40).map { "/.*\($0).*/" }.joined(separator: " "),
        String(repeating: "\"of the\"~64 ", count: 400), "\"of the\"", "\"the of and in with from\"~64",
        "\"" + String(repeating: "the ", count: 128) + "\"", (0..<10_000).map { "a\($0)" }.joined(separator: " OR "),
        "(((the^1000000)^1000000)^1000000)^1000000", "-the", "*:* -(the of and)", "+(the of) +(and in) -(*a*)",
    ]

    func run(_ report: (Report) throws -> Void) async throws {
        let index = ChunkedSearch(place.segments)
        for text in Self.queries {
            for (caller, identity) in corpus.identities {
                let start = ContinuousClock.now
                let outcome = await outcome(of: text, index, identity)
                let time = ContinuousClock.now - start
                try report(
                    Report(
                        query: String(text.prefix(60)), caller: caller, milliseconds: Int(time / .milliseconds(1)),
                        outcome: outcome))
            }
        }
    }

    private func outcome(of text: String, _ index: ChunkedSearch, _ caller: Identity) async -> String {
        do {
            // In the dearer of the two orders.
            let request = SearchRequest(query: try SearchQuery(parsing: text), order: .relevance)
            return "\(try await index.search(request, readableBy: caller).total) found"
        } catch {
            return "refused: \(error)".prefix(120).description
        }
    }
}
