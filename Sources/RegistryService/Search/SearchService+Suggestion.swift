internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

extension SearchService {
    /// Words of a query for which others are looked for.
    private static let maxWords = 4
    /// Scalars of a word for which others are looked for.
    private static let lengths = 4...32
    /// Documents in which words are looked for.
    private static let maxDocuments = 20
    /// After this long none is looked for any more.
    private static let patience = Duration.milliseconds(250)
    /// What a search for others may cost: no more than that takes.
    private static let maximumPrice = 500_000_000

    /// What a query of bare words that found nothing may have meant: each word that nothing has replaced by the nearest
    /// one, within two edits, of a document that the caller may read.
    ///
    /// - Returns: a query that finds something; nil when none is near, or when looking for one costs too much.
    ///
    /// - Parameter start: when the search began that found nothing.
    func suggestion(
        for request: SearchRequest, caller: Identity, since start: ContinuousClock.Instant
    ) async -> String? {
        guard let words = Self.words(of: request.query.root), words.count <= Self.maxWords else { return nil }
        let end = start + Self.patience
        var probe = request
        probe.order = .newest
        probe.statistics = nil
        probe.explains = false
        probe.maximumPrice = Self.maximumPrice
        do {
            var replaced: [Term: Term] = [:]
            for word in Set(words) where Self.lengths.contains(word.text.unicodeScalars.count) {
                let isFound = { try await found(.term(field: nil, word), 0, probe, caller, by: end).total > 0 }
                if words.count > 1, try await isFound() { continue }
                if let nearest = try await nearest(to: word, probe, caller, by: end) { replaced[word] = nearest }
            }
            guard !replaced.isEmpty else { return nil }
            let suggested = Self.replacing(replaced, in: request.query.root)
            guard try await found(suggested, 0, probe, caller, by: end).total > 0 else { return nil }
            return SearchQuery(root: suggested).description
        } catch {
            // A suggestion is a courtesy: without one the answer is as good.
            return nil
        }
    }

    /// - Throws: past `end`, and for what costs too much.
    private func found(
        _ node: QueryNode, _ limit: Int, _ probe: SearchRequest, _ caller: Identity, by end: ContinuousClock.Instant
    ) async throws -> SearchPage {
        var probe = probe
        probe.query = SearchQuery(root: node)
        probe.limit = limit
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw CancellationError() }
        probe.time = left
        return try await index.search(probe, for: caller)
    }

    private func nearest(
        to word: Term, _ probe: SearchRequest, _ caller: Identity, by end: ContinuousClock.Instant
    ) async throws -> Term? {
        let long = word.text.unicodeScalars.count >= 6
        for edits in 1...(long ? 2 : 1) {
            let page = try await found(
                .fuzzy(field: nil, word, edits: edits), Self.maxDocuments, probe, caller, by: end)
            if let term = Self.commonest(like: word, edits: edits, in: page.documents, by: end) { return term }
        }
        return nil
    }

    /// - Returns: the one that most documents have, of those looked at until `end`.
    private static func commonest(
        like word: Term, edits: Int, in documents: [ArtifactDocument], by end: ContinuousClock.Instant
    ) -> Term? {
        let pattern = FuzzyPattern(TextAnalyzer.lowercased(word.text), edits: edits)
        var counts: [Term: Int] = [:]
        for document in documents {
            for candidate in candidates(in: document, by: end) {
                var steps = 0
                if pattern.matches(candidate.text, steps: &steps) { counts[candidate, default: 0] += 1 }
            }
        }
        return counts.max { left, right in
            if left.value != right.value { return left.value < right.value }
            return right.key.text.utf8.lexicographicallyPrecedes(left.key.text.utf8)
        }?.key
    }

    /// Words of a document's texts and its one-word keywords, each once.
    private static func candidates(
        in document: ArtifactDocument, by end: ContinuousClock.Instant
    ) -> Set<Term> {
        var found: Set<Term> = []
        func collect(_ value: JSONValue, at field: String) {
            guard ContinuousClock.now < end else { return }
            switch value {
            case .null, .bool, .number: break
            case .string(let text):
                let isText = document.staged.textFields.contains { $0.utf8.elementsEqual(field.utf8) }
                for word in TextAnalyzer.tokens(String(text.prefix(10_000))) where isText { found.insert(Term(word)) }
                if !isText, text.utf8.count <= 64, TextAnalyzer.tokens(text).count == 1 { found.insert(Term(text)) }
            case .array(let elements): for element in elements { collect(element, at: field) }
            case .object(let members):
                for (key, member) in members { collect(member, at: field.isEmpty ? key : "\(field).\(key)") }
            }
        }
        collect(document.staged.document, at: "")
        return found
    }

    /// The words of a query that has nothing else; nil for any other.
    private static func words(of node: QueryNode) -> [Term]? {
        switch node {
        case .term(nil, let term): return [term]
        case .boolean(let clauses):
            var words: [Term] = []
            for clause in clauses {
                guard clause.occur != .mustNot, case .term(nil, let term) = clause.node else { return nil }
                words.append(term)
            }
            return words.isEmpty ? nil : words
        default: return nil
        }
    }

    private static func replacing(_ replaced: [Term: Term], in node: QueryNode) -> QueryNode {
        switch node {
        case .term(nil, let term): .term(field: nil, replaced[term] ?? term)
        case .boolean(let clauses):
            .boolean(clauses.map { QueryNode.Clause($0.occur, replacing(replaced, in: $0.node)) })
        default: node
        }
    }
}
