internal import JSONDocument
internal import RegistryClient

/// One search of the command line: asks the registry, and writes what it answers.
struct SearchRun: Sendable {
    let options: SearchOptions
    /// The members that were asked for; nil for the usual ones.
    let columns: [String]?
    /// Nil for all.
    let limit: Int?
    let form: SearchFormat
    let hasToken: Bool

    func count(by registry: RegistryClient) async throws {
        let total = try await registry.count(options)
        if form == .table {
            try Console.line(String(total))
        } else {
            try Console.json(["total": .number(JSONNumber(total))])
        }
    }

    func facets(_ fields: [String], size: Int, by registry: RegistryClient) async throws {
        let report = try await registry.facets(of: fields, over: options, size: size)
        guard form == .table else { return try Console.json(report.json) }
        if report.total == 0 { return try sayNothing(suggestion: nil) }
        var table = TextTable([.init("FIELD", minimum: 12), .init("VALUE", minimum: 24), .init("COUNT", isRight: true)])
        for facet in report.facets {
            for bucket in facet.buckets { table.add([facet.field, bucket.key, String(bucket.count)]) }
            if facet.buckets.isEmpty { table.add([facet.field, "(no values)", ""]) }
            let hidden = facet.distinct - facet.buckets.count
            if hidden > 0 { table.add([facet.field, "(\(hidden) more values: --limit)", ""]) }
        }
        for line in table.lines(width: Console.outputWidth) { try Console.line(line) }
        try Console.line("\(report.total) found.")
    }

    func show(by registry: RegistryClient) async throws {
        if let export = form.export {
            var options = options
            options.fields = columns ?? []
            return try await registry.export(options, as: export, limit: limit) { try Console.bytes($0) }
        }
        var options = options
        options.fields = columns ?? []
        if form == .table { options.fields = columns.map { ["_extra.id"] + $0 } ?? DocumentSummary.fields }
        options.pageSize = min(limit ?? .max, 500)
        var page = try await registry.search(options, walks: limit.map { $0 > 500 } ?? true)
        let (total, suggestion) = (page.total, page.suggestion)
        var shown: [JSONValue] = []
        var explanations: [JSONValue] = []
        var count = 0
        while true {
            let documents = page.documents.prefix((limit ?? .max) - count)
            count += documents.count
            if form == .ndjson {
                for document in documents { try Console.json(document) }
            } else {
                shown += documents
                explanations += page.explanations.prefix(documents.count)
            }
            guard count < limit ?? .max, let next = try await registry.page(after: page) else { break }
            page = next
        }
        switch form {
        case .ndjson: return
        case .json: try Console.json(.array(shown))
        default: try show(shown, explanations, of: total, suggestion: suggestion)
        }
    }

    private func sayNothing(suggestion: String?) throws {
        try Console.line("Nothing found for: \(PlainText.shown(options.query))")
        if let suggestion { try Console.line("Did you mean: \(PlainText.shown(suggestion))") }
        try Console.line(
            "Try fewer words, a * at the end of a word, word~ for other spellings, or OR between them"
                + (hasToken ? "." : "; without a token (--token) only public artifacts are searched."))
    }

    private func show(
        _ documents: [JSONValue], _ explanations: [JSONValue], of total: Int, suggestion: String?
    ) throws {
        guard !documents.isEmpty else { return try sayNothing(suggestion: suggestion) }
        for line in table(of: documents).lines(width: Console.outputWidth) { try Console.line(line) }
        if !explanations.isEmpty {
            try Console.line("")
            for (document, explanation) in zip(documents, explanations) {
                for line in SearchExplanation.lines(explanation, of: DocumentSummary(document).id) {
                    try Console.line(line)
                }
            }
        } else if options.explains {
            try Console.line("No scores: no word of the query stands without a field, or --sort says otherwise.")
        }
        let count = documents.count
        try Console.line(
            count < total
                ? "\(count) of \(total) shown; for more: --limit \(min(total, count * 4)), or --all."
                : "\(total) found.")
    }

    private func table(of documents: [JSONValue]) -> TextTable {
        guard let columns else {
            var table = TextTable([
                .init("ID", minimum: 24), .init("TITLE", minimum: 16), .init("ORGANISM", minimum: 12),
                .init("SIZE", isRight: true),
            ])
            for document in documents {
                let summary = DocumentSummary(document)
                table.add([
                    summary.id, summary.title, summary.organism, summary.size.map { ByteCount.text($0) } ?? "",
                ])
            }
            return table
        }
        var table = TextTable([.init("ID", minimum: 20)] + columns.map { .init($0) })
        for document in documents {
            table.add((["_extra.id"] + columns).map { DocumentSummary.text(of: $0, in: document) })
        }
        return table
    }
}
