internal import Foundation
internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// Reads schema files and the files that they refer to, each by its place on this machine; nothing is fetched.
///
/// A relative `$id` of a file is dropped: it says where the file was to be, not where it is. An absolute one is kept, and
/// a relative reference is looked for beside the file all the same.
struct SchemaLoader {
    /// A schema and what it needs to be compiled.
    struct Loaded {
        let document: JSONValue
        let base: String
        var resolving: [String: JSONValue] = [:]
        /// Why a document that is referred to is not there, by its URI.
        var missing: [String: String] = [:]
    }
    private static let maxFiles = 5_000

    private struct Reference {
        let uri: String
        /// nil when it is nowhere on this machine.
        let file: String?
    }

    private let options: SchemaOptions
    private var files: [String: Result<JSONValue, LocalFile.Failure>] = [:]
    /// Documents that are known by their `$id`.
    private var known: [String: JSONValue] = [:]

    init(options: SchemaOptions = SchemaOptions(), with others: [String] = []) throws {
        self.options = options
        for path in others {
            let document = try document(at: Self.uri(of: path), named: path)
            known[Self.uri(of: path)] = document
            if let id = Self.identifier(of: document) { known[Self.withoutFragment(id)] = document }
        }
    }

    /// Reads the schema in the file `path` and all files that it refers to.
    ///
    /// - Throws: ``ClientFailure`` when `path` itself cannot be read; a file that is referred to and cannot be is told
    ///   when the schema is compiled.
    mutating func load(_ path: String) throws(ClientFailure) -> Loaded {
        let base = Self.uri(of: path)
        var loaded = Loaded(document: try document(at: base, named: path), base: base, resolving: known)
        var pending = [(uri: base, file: base, document: loaded.document)]
        var seen: Set<String> = [base]
        while let next = pending.popLast() {
            for reference in Self.references(in: next.document, uri: next.uri, file: next.file) {
                guard loaded.resolving[reference.uri] == nil, seen.insert(reference.uri).inserted,
                    let file = reference.file, seen.count <= Self.maxFiles
                else { continue }
                switch read(file) {
                case .success(let document):
                    loaded.resolving[reference.uri] = document
                    pending.append((reference.uri, file, document))
                case .failure(let failure): loaded.missing[reference.uri] = "'\(Self.shown(file))' \(failure)"
                }
            }
        }
        return loaded
    }

    /// Compiles the schema that `name` names: a file, or a URI that is known without one, such as a metaschema's.
    mutating func schema(_ name: String) throws -> JSONSchema {
        if Self.isRemote(name) {
            do {
                return try JSONSchema(["$ref": .string(name)], resolving: known, options: options)
            } catch {
                throw ClientFailure(
                    "no schema is known as '\(PlainText.shown(name))': \(PlainText.shown("\(error.reason)"))",
                    advice: "Nothing is fetched: save it in a file, and name that file.")
            }
        }
        let loaded = try load(name)
        do throws(SchemaError) {
            return try compile(loaded)
        } catch {
            throw ClientFailure(
                "'\(PlainText.shown(name))' is no schema: \(Self.sentence(error, loaded))",
                advice: Self.advice(on: error))
        }
    }

    func compile(_ loaded: Loaded) throws(SchemaError) -> JSONSchema {
        try JSONSchema(loaded.document, base: loaded.base, resolving: loaded.resolving, options: options)
    }

    // MARK: What went wrong

    /// One sentence on `error` with the places as a person knows them.
    static func sentence(_ error: SchemaError, _ loaded: Loaded) -> String {
        var text = "\(error.reason)"
        if case .unknownReference(let uri) = error.reason {
            text = "unknown reference '\(shown(uri))'"
            if let missing = loaded.missing[withoutFragment(uri)] { text += ": \(missing)" }
        }
        let place = error.document.isEmpty || error.document == loaded.base ? "" : shown(error.document)
        return PlainText.shown("\(text), at \(place)#\(error.pointer)", limit: 2_000)
    }

    static func advice(on error: SchemaError) -> String? {
        switch error.reason {
        case .unknownReference(let uri) where isRemote(uri):
            "Nothing is fetched: save that schema in a file and give it with --with FILE; it is known by its $id."
        case .unknownReference: "A relative reference is looked for beside the file that it stands in."
        case .unknownDraft: "Known are the drafts 04, 06, 07, 2019-09 and 2020-12; give a metaschema with --with FILE."
        default: nil
        }
    }

    /// `uri` as a path when it is a file's, relative to the current folder when it lies within.
    static func shown(_ uri: String) -> String {
        guard uri.hasPrefix("file://") else { return uri }
        let parts = uri.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0].dropFirst(7)).removingPercentEncoding ?? String(parts[0].dropFirst(7))
        let folder = FileManager.default.currentDirectoryPath + "/"
        let shown = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
        return parts.count > 1 ? "\(shown)#\(parts[1])" : shown
    }

    // MARK: Files

    private mutating func document(at uri: String, named path: String) throws(ClientFailure) -> JSONValue {
        do throws(LocalFile.Failure) {
            return try read(uri, path).get()
        } catch {
            throw ClientFailure("'\(PlainText.shown(path))' \(PlainText.shown(error.description, limit: 2_000))")
        }
    }

    private mutating func read(_ uri: String, _ path: String? = nil) -> Result<JSONValue, LocalFile.Failure> {
        if let known = files[uri] { return known }
        let path = path ?? Self.shown(uri)
        let result = Result<JSONValue, LocalFile.Failure> { () throws(LocalFile.Failure) in
            Self.withoutRelativeIdentifier(try LocalFile.json(path))
        }
        files[uri] = result
        return result
    }

    private static func withoutRelativeIdentifier(_ document: JSONValue) -> JSONValue {
        guard case .object(var object) = document else { return document }
        for key in ["$id", "id"] {
            guard let id = object[key]?.stringValue, !id.hasPrefix("#"), URIReference(id).scheme == nil else {
                continue
            }
            object[key] = nil
        }
        return .object(object)
    }

    static func uri(of path: String) -> String {
        URL(filePath: path == "-" ? "standard-input.json" : path).standardizedFileURL.absoluteString
    }

    private static func isRemote(_ name: String) -> Bool {
        let scheme = URIReference(name).scheme
        return name.contains("://") && scheme != nil && scheme != "file" || scheme == "urn"
    }

    private static func identifier(of document: JSONValue) -> String? {
        document["$id"]?.stringValue ?? document["id"]?.stringValue
    }

    private static func withoutFragment(_ uri: String) -> String { URIReference(uri).withoutFragment.description }

    // MARK: References

    /// What is referred to outside of `document`, which is known as `uri` and stands in `file`.
    private static func references(in document: JSONValue, uri: String, file: String) -> [Reference] {
        var found: [Reference] = []
        var pending = [(value: document, uri: uri, file: file)]
        while let next = pending.popLast() {
            switch next.value {
            case .array(let elements): pending += elements.map { ($0, next.uri, next.file) }
            case .object(let members):
                var (uri, file) = (next.uri, next.file)
                if let id = identifier(of: next.value), !id.hasPrefix("#") {
                    uri = resolved(id, from: uri)
                    if URIReference(id).scheme == nil { file = resolved(id, from: file) }
                }
                for keyword in ["$ref", "$dynamicRef", "$schema"] {
                    guard let text = members[keyword]?.stringValue, !text.hasPrefix("#") else { continue }
                    let target = resolved(text, from: uri)
                    let isHere = URIReference(text).scheme.map { $0 == "file" } ?? true
                    if target == uri { continue }
                    found.append(Reference(uri: target, file: isHere ? resolved(text, from: file) : nil))
                }
                pending += members.map { ($0.value, uri, file) }
            default: continue
            }
        }
        return found
    }

    /// The URI of the document that `reference`, written in the document `base`, leads into.
    private static func resolved(_ reference: String, from base: String) -> String {
        URIReference(reference).resolved(against: URIReference(base)).withoutFragment.description
    }
}
