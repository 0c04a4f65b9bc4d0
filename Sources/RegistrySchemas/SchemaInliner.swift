internal import JSONDocument

/// Makes one schema that stands alone of one that refers to other files.
///
/// Every reference is replaced by what it refers to. What contains itself stays a reference, to a definition in the
/// same document; so does everything when the result would be too deep or too large to be read. Schemas whose
/// references mean different things at different times (`$dynamicRef`, an `$id` below a root, mixed drafts) are put
/// side by side instead (``SchemaBundle``). The verdicts are those of the original.
struct SchemaInliner {
    /// Levels of the result: our own reader takes 64.
    static let maxDepth = 60
    /// Schemas in the result.
    static let maxSchemas = 50_000

    private struct TooLarge: Error {}

    private let documents: LinkedDocuments
    private let root: LinkedDocument
    /// Whether the draft is older than 2019-09: what stands beside a `$ref` has no meaning.
    private let isOld: Bool
    private var kept: Set<SchemaTarget> = []
    private var keepsAll = false
    private var names: [SchemaTarget: String] = [:]
    private var taken: Set<String> = []
    private var pending: [(SchemaTarget, JSONValue)] = []
    private var schemas = 0

    private init(_ root: LinkedDocument, in documents: LinkedDocuments) {
        self.root = root
        self.documents = documents
        isOld = ["/draft-04/", "/draft-06/", "/draft-07/"].contains { root.dialect?.contains($0) == true }
    }

    static func resolve(_ root: LinkedDocument, in documents: LinkedDocuments) -> JSONValue {
        let closure = documents.closure(of: root)
        if closure.count == 1, root.names.references.isEmpty { return root.original }
        if closure.contains(where: { $0.names.isDynamic || ($0.dialect ?? root.dialect) != root.dialect }) {
            return SchemaBundle.make(of: root, closure)
        }
        for keepsAll in [false, true] {
            var inliner = SchemaInliner(root, in: documents)
            inliner.keepsAll = keepsAll
            if let resolved = try? inliner.run() { return resolved }
        }
        return SchemaBundle.make(of: root, closure)
    }

    private mutating func run() throws -> JSONValue {
        guard case .object(let members) = root.value else { return root.value }
        if !keepsAll { try findCycles() }
        var result = JSONObject()
        for key in ["$schema", "$id", "id"] {
            if let value = root.original[key], value.stringValue != nil { result[key] = value }
        }
        if isOld, members["$ref"]?.stringValue != nil, let title = members["title"] { result["title"] = title }
        guard case .object(let expanded) = try expand(root.value, in: root, depth: 1) else {
            throw TooLarge()  // a root that is true or false: only the bundle can say that beside a '$schema'
        }
        for (key, value) in expanded { result[key] = value }
        var definitions = JSONObject()
        while let (target, value) = pending.popLast() {
            guard let name = names[target], let document = documents[target.place] else { continue }
            definitions[name] = try expand(value, in: document, depth: 3)
        }
        if !definitions.keys.isEmpty { result[isOld ? "definitions" : "$defs"] = .object(definitions) }
        return .object(result)
    }

    // MARK: Replacing

    private mutating func expand(_ schema: JSONValue, in document: LinkedDocument, depth: Int) throws -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        schemas += 1
        guard depth <= Self.maxDepth, schemas <= Self.maxSchemas else { throw TooLarge() }
        guard let text = members["$ref"]?.stringValue, let found = documents.target(of: text, in: document) else {
            return .object(try expandMembers(members, in: document, depth: depth))
        }
        let target = try replacement(for: found.target, found.value, depth: depth)
        if isOld { return target }
        var others = members
        others["$ref"] = nil
        var result = try expandMembers(others, in: document, depth: depth)
        if result.keys.isEmpty { return target }
        if let reference = target["$ref"], target.objectValue?.keys.count == 1 {
            result["$ref"] = reference
        } else if case .object(let replaced) = target, result.keys.allSatisfy(Self.annotations.contains) {
            var merged = replaced
            for (key, value) in result { merged[key] = value }
            return .object(merged)
        } else {
            result["allOf"] = .array((result["allOf"]?.arrayValue ?? []) + [target])
        }
        return .object(result)
    }

    /// Keywords that say nothing about what is valid: those beside a reference win over those of what it refers to.
    private static let annotations: Set<String> = [
        "title", "description", "$comment", "default", "deprecated", "readOnly", "writeOnly", "examples",
        "_elasticsearch",
    ]

    private mutating func expandMembers(
        _ members: JSONObject, in document: LinkedDocument, depth: Int
    ) throws -> JSONObject {
        // Names have no meaning any more, and each may stand in a document only once.
        let dropped = ["$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$defs", "definitions"]
        var left = members
        for key in dropped where left[key] != nil { left[key] = nil }
        return try SchemaKeywords.mapping(left) { try expand($0, in: document, depth: depth + 2) }
    }

    private mutating func replacement(
        for target: SchemaTarget, _ value: JSONValue, depth: Int
    ) throws -> JSONValue {
        if keepsAll || kept.contains(target) {
            if target.place == root.place, target.pointer.tokens.isEmpty { return ["$ref": "#"] }
            return ["$ref": .string("#/\(isOld ? "definitions" : "$defs")/\(name(of: target, value))")]
        }
        guard let document = documents[target.place] else { throw TooLarge() }
        return try expand(value, in: document, depth: depth)
    }

    /// The name of a definition: the last part of the pointer, else that of the file; letters, digits and `_` alone.
    private mutating func name(of target: SchemaTarget, _ value: JSONValue) -> String {
        if let name = names[target] { return name }
        let last = target.pointer.tokens.last ?? target.place.split(separator: "/").dropLast().last.map(String.init)
        let plain = String(
            (last ?? "schema").unicodeScalars.map { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    ? Character(scalar) : "_"
            })
        var name = plain, number = 1
        while !taken.insert(name).inserted {
            number += 1
            name = "\(plain)_\(number)"
        }
        names[target] = name
        pending.append((target, value))
        return name
    }

    // MARK: Cycles

    /// Finds one target of each cycle of references: those are kept.
    private mutating func findCycles() throws {
        var finished: Set<SchemaTarget> = []
        var open: [SchemaTarget] = []
        let start = SchemaTarget(place: root.place, pointer: .root)
        try follow(start, root.value, in: root, &open, &finished)
    }

    private mutating func follow(
        _ target: SchemaTarget, _ value: JSONValue, in document: LinkedDocument, _ open: inout [SchemaTarget],
        _ finished: inout Set<SchemaTarget>
    ) throws {
        guard open.count < Self.maxDepth else { throw TooLarge() }
        open.append(target)
        // Without recursion into the schemas below: only into those that are referred to.
        var pending = [value]
        while let next = pending.popLast() {
            guard case .object(let members) = next else { continue }
            if let text = members["$ref"]?.stringValue, let found = documents.target(of: text, in: document) {
                if open.contains(found.target) {
                    kept.insert(found.target)
                } else if !finished.contains(found.target), let next = documents[found.target.place] {
                    try follow(found.target, found.value, in: next, &open, &finished)
                }
                if isOld { continue }
            }
            SchemaKeywords.forEach(in: members) { pending.append($0) }
        }
        open.removeLast()
        finished.insert(target)
    }
}
