package import JSONDocument
internal import JSONSchema
internal import RegistryCore
internal import RegistrySchemas

extension SchemaService {
    /// Documents of one request.
    package static let maxDocuments = 1_000
    /// Errors that one answer lists.
    private static let maxErrors = 100
    /// How long one request may keep a processor.
    private static let budget: Duration = .seconds(5)

    /// Checks documents by their `$schema`, by the same rules as indexing (`spec/rest-api.md` 1.11).
    ///
    /// One without `$schema` passes unless the registry is set to refuse it.
    ///
    /// - Throws: `.invalidBody` for what is no document, has none of a required `$schema`, or is not valid, with the
    ///   place of every error; `.malformedIdentifier` for a `$schema` that is no name; `.notFound` for one that is not known;
    ///   `.invalidRequest` when there are too many, or checking takes longer than 5 s.
    package func validate(_ documents: [JSONValue]) async throws {
        guard documents.count <= Self.maxDocuments else {
            throw RegistryError(
                .invalidRequest,
                "there are \(documents.count) documents; at most \(Self.maxDocuments) can be sent at once")
        }
        let schemas = registry.schemas
        // The time spent here, not the time that others were served in between.
        var spent = Duration.zero
        var problems: [RegistryError.Problem] = []
        for (index, document) in documents.enumerated() {
            let start = ContinuousClock.now
            let place = ["body", "docs", String(index)]
            if let entry = try entry(for: document, at: place, in: schemas) {
                problems += entry.schema.validate(document, limit: Self.maxErrors - problems.count).map { error in
                    RegistryError.Problem(at: place + error.instance.tokens, error.message)
                }
            }
            if problems.count >= Self.maxErrors { break }
            spent += start.duration(to: .now)
            guard spent < Self.budget else {
                throw RegistryError(
                    .invalidRequest, "checking these documents takes longer than 5 s; send fewer or smaller ones")
            }
            await Task.yield()
        }
        guard let first = problems.first else { return }
        let more = problems.count == 1 ? "" : " (and \(problems.count - 1) more, see 'detail')"
        throw RegistryError(
            .invalidBody, "Document Validation Error: \(Self.sentence(first))\(more)", problems: problems)
    }

    private static func sentence(_ problem: RegistryError.Problem) -> String {
        let pointer = JSONPointer(Array(problem.location.dropFirst(3))).description
        return "document \(problem.location[2])\(pointer.isEmpty ? "" : " at '\(pointer)'"): \(problem.message)"
    }

    /// Nil for a document that need not be checked.
    private func entry(
        for document: JSONValue, at place: [String], in schemas: SchemaSet
    ) throws -> SchemaSet.Entry? {
        guard let members = document.objectValue, members.contains(where: { _ in true }) else {
            let reason = "a document is a JSON object with members"
            throw RegistryError(.invalidBody, reason, problems: [.init(at: place, reason)])
        }
        guard let schema = members["$schema"], !schema.isNull else {
            guard registry.settings.rejectsWithoutSchema else { return nil }
            throw RegistryError(
                .invalidBody, "Document Validation Error: document \(place[2]): \(Self.missingSchema)",
                problems: [.init(at: place + ["$schema"], Self.missingSchema)])
        }
        guard let text = schema.stringValue, let name = SchemaName(text) else {
            throw RegistryError(
                .malformedIdentifier,
                "the '$schema' of document \(place[2]) must have the form '<type>/<version>.json', "
                    + "such as 'generic_file/v1.json'")
        }
        guard let entry = schemas[name] else {
            let hint = schemas.suggestion(for: name).map { "; did you mean '\($0)'?" } ?? ""
            throw RegistryError(.notFound, "No Schema Found: '\(name)'\(hint)")
        }
        return entry
    }
}
