package import JSONDocument
package import JSONSchema

/// The schemas that this registry knows, compiled once.
package struct SchemaSet: Sendable {
    package struct Entry: Sendable {
        package let name: SchemaName
        package let document: JSONValue
        package let schema: JSONSchema
        /// The schema with every reference resolved, as clients get it.
        package let answer: SchemaAnswer
        /// The schema's title in lower case: `_extra.type`.
        package let typeTitle: String
        /// Dotted names of the fields that are searched by word.
        package let textFields: [String]
        /// Dotted names of the arrays of objects that are searched object by object.
        package let nestedFields: [String]
    }
    /// Errors that are told of one set.
    private static let maxErrors = 20

    private let entries: [SchemaName: Entry]
    /// In ascending order of type, then version: `v9` before `v10`.
    package let names: [SchemaName]

    package static let empty = SchemaSet(entries: [:])

    private init(entries: [SchemaName: Entry]) {
        self.entries = entries
        names = entries.keys.sorted { left, right in
            left.type == right.type
                ? NaturalOrder.precedes(left.version, right.version)
                : left.type.utf8.lexicographicallyPrecedes(right.type.utf8)
        }
    }

    /// Reads `<folder>/<type>/<version>.json`, and the other JSON files where those refer to them.
    ///
    /// - Throws: ``SchemaSetError`` naming the files and what is wrong in them.
    package init(folder: String) throws(SchemaSetError) { try self.init(files: SchemaFiles(folder: folder)) }

    /// Compiles each file that has the place of a schema and is not hidden (``SchemaName/isHidden``).
    ///
    /// A reference starts from the file's place, or from its `$id` when that is absolute; nothing is fetched.
    ///
    /// - Throws: ``SchemaSetError`` naming the files and what is wrong in them.
    package init(files: SchemaFiles) throws(SchemaSetError) { try self.init(LinkedDocuments(files)) }

    /// From documents by name; for tests and other sources.
    package init(documents: [(SchemaName, JSONValue)]) throws(SchemaSetError) {
        let places = documents.map { ($0.0.description, $0.1) }
        try self.init(LinkedDocuments(Dictionary(places) { $1 }))
    }

    private init(_ documents: LinkedDocuments) throws(SchemaSetError) {
        var entries: [SchemaName: Entry] = [:]
        var errors: [String] = []
        for place in documents.allPlaces {
            guard let name = SchemaName(place), !name.isHidden else { continue }
            do throws(SchemaSetError) {
                entries[name] = try Self.entry(name, at: place, in: documents)
            } catch {
                errors.append(error.description)
            }
        }
        guard errors.isEmpty else {
            let more = errors.count > Self.maxErrors ? ["and \(errors.count - Self.maxErrors) more errors"] : []
            throw SchemaSetError(description: (errors.prefix(Self.maxErrors) + more).joined(separator: "\n"))
        }
        self.init(entries: entries)
    }

    private static func entry(
        _ name: SchemaName, at place: String, in documents: LinkedDocuments
    ) throws(SchemaSetError) -> Entry {
        guard let document = documents[place] else {
            throw SchemaSetError(description: documents.errors[place] ?? "schema \(name) cannot be read")
        }
        let closure = documents.closure(of: document)
        let others = Dictionary(uniqueKeysWithValues: closure.dropFirst().map { ($0.place, $0.value) })
        do throws(SchemaError) {
            let schema = try JSONSchema(document.value, base: place, resolving: others)
            let resolved = SchemaInliner.resolve(document, in: documents)
            let fields = FieldAnnotations(in: resolved)
            return Entry(
                name: name, document: document.original, schema: schema, answer: SchemaAnswer(resolved),
                typeTitle: document.value["title"]?.stringValue?.lowercased() ?? name.type,
                textFields: fields.texts, nestedFields: fields.nested)
        } catch {
            throw SchemaSetError(
                description: documents.brokenFile(reachedFrom: closure).map { "schema \(name): \($0)" }
                    ?? "schema \(name) does not compile: \(error)")
        }
    }

    /// All of several sets; of two schemas with the same name that of the later one.
    init(merging sets: [SchemaSet]) {
        self.init(entries: sets.reduce(into: [:]) { all, set in all.merge(set.entries) { $1 } })
    }

    /// In ascending order.
    package var types: [String] {
        names.reduce(into: []) { types, name in if types.last != name.type { types.append(name.type) } }
    }
    /// In ascending order; empty for an unknown type.
    package func versions(of type: String) -> [String] { names.filter { $0.type == type }.map(\.version) }

    package subscript(name: SchemaName) -> Entry? { entries[name] }
    /// The known schema whose name is nearest to a mistyped one, at most two letters away (``EditDistance``).
    package func suggestion(for name: SchemaName) -> SchemaName? {
        let letters = EditDistance(name.description)
        let near = names.compactMap { other in
            letters.distance(to: EditDistance(other.description), atMost: 2).map { (name: other, distance: $0) }
        }
        return near.min { $0.distance < $1.distance }?.name
    }
}
