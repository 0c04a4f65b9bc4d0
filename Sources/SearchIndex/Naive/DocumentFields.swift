internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery

/// The fields of one document: what was uploaded, with `_extra` as the registry knows it; or of one object in it.
///
/// A path joins keys by dots; an array's elements are values of the array's own path. A member of the document that is
/// called `_extra`, or could be taken for a part of it, is not there.
struct DocumentFields {
    private let document: ArtifactDocument
    private let members: [JSONObject.Element]
    /// What the paths of ``members`` begin with, in bytes: nothing in a whole document, else a nested field and a dot.
    private let depth: Int
    /// The nested fields below, by their bytes.
    let nested: [FieldPath]
    private var valuesByField: [FieldPath: [FieldValue]] = [:]
    private var everything: [FieldValue]?

    /// - Throws: what ``SearchBudget/spend(_:)`` does, as do all of the others.
    init(_ document: ArtifactDocument, _ budget: inout SearchBudget) throws(SearchIndexError) {
        self.document = document
        let uploaded = document.staged.document.objectValue ?? [:]
        try budget.spend(Self.priceOfExtra + uploaded.count)
        members =
            uploaded.filter { !$0.key.utf8.elementsEqual("_extra".utf8) && !$0.key.utf8.starts(with: "_extra.".utf8) }
            + [("_extra", .object(document.searchableExtra))]
        depth = 0
        nested = Set(document.staged.nestedFields.compactMap { FieldPath($0) }).sorted()
    }
    private init(_ object: JSONObject, at field: FieldPath, of fields: DocumentFields) {
        document = fields.document
        members = Array(object)
        depth = field.description.utf8.count + 1
        nested = fields.nested.filter { $0.isBelow(field) }
    }
    /// What it takes to put `_extra` together, in steps.
    private static let priceOfExtra = 500

    /// The objects at a nested field, arrays opened; those without a value are left out.
    func objects(
        at field: FieldPath, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> [DocumentFields] {
        var objects: [DocumentFields] = []
        _ = try Self.visit(members, at: path(of: field), &budget) { (value, budget) throws(SearchIndexError) in
            try appendObjects(of: value, at: field, to: &objects, &budget)
            return false
        }
        return objects
    }
    private func appendObjects(
        of value: JSONValue, at field: FieldPath, to objects: inout [DocumentFields], _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        switch value {
        case .object(let object):
            guard try Self.hasLeaf(value, &budget) else { return }
            try budget.spend(object.count)
            objects.append(DocumentFields(object, at: field, of: self))
        case .array(let elements):
            for element in elements { try appendObjects(of: element, at: field, to: &objects, &budget) }
        case .null, .bool, .number, .string: try budget.spend(1)
        }
    }
    /// The path from ``members`` to a field that lies below.
    private func path(of field: FieldPath) -> Path { field.description.utf8.dropFirst(depth) }

    /// The values of one field, arrays opened, nulls left out; in an object, of one below it.
    mutating func values(
        of field: FieldPath, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> [FieldValue] {
        let name = field.description.utf8
        try budget.spend(name.count)
        if let known = valuesByField[field] { return known }
        try budget.spend(document.staged.textFields.count)
        let isText = document.staged.textFields.contains { $0.utf8.elementsEqual(name) }
        var values: [FieldValue] = []
        _ = try Self.visit(members, at: path(of: field), &budget) { (value, budget) throws(SearchIndexError) in
            try Self.appendLeaves(of: value, isText: isText, to: &values, &budget)
            return false
        }
        valuesByField[field] = values
        return values
    }

    /// Whether there is a value at `field` or below it; nulls and what is empty are none.
    func hasValue(at field: FieldPath, _ budget: inout SearchBudget) throws(SearchIndexError) -> Bool {
        try Self.visit(members, at: path(of: field), &budget) { (value, budget) throws(SearchIndexError) in
            try Self.hasLeaf(value, &budget)
        }
    }

    /// The values of all fields, and the parts of the catch-all text; of a whole document.
    mutating func all(_ budget: inout SearchBudget) throws(SearchIndexError) -> [FieldValue] {
        if let everything { return everything }
        var values: [FieldValue] = []
        try Self.appendAll(members, textFields: document.staged.textFields.map { $0.utf8[...] }, to: &values, &budget)
        for text in document.catchAll { values.append(try Self.words(of: text, &budget)) }
        everything = values
        return values
    }
}

// Every walk visits a node of the document at most once for a field and follows it by comparing keys in place: no path is
// ever put together, so that long keys above many members cost nothing.
extension DocumentFields {
    private typealias Path = Substring.UTF8View

    /// Calls `body` with the values at `path` until it says true; returns whether it did.
    private static func visit(
        _ members: some Sequence<JSONObject.Element>, at path: Path, _ budget: inout SearchBudget,
        _ body: (JSONValue, inout SearchBudget) throws(SearchIndexError) -> Bool
    ) throws(SearchIndexError) -> Bool {
        for (key, value) in members {
            guard let rest = try rest(of: path, after: key, &budget) else { continue }
            let isFound =
                rest.isEmpty ? try body(value, &budget) : try visit(below: value, at: rest.dropFirst(), &budget, body)
            if isFound { return true }
        }
        return false
    }
    private static func visit(
        below value: JSONValue, at path: Path, _ budget: inout SearchBudget,
        _ body: (JSONValue, inout SearchBudget) throws(SearchIndexError) -> Bool
    ) throws(SearchIndexError) -> Bool {
        switch value {
        case .object(let object): return try visit(object, at: path, &budget, body)
        case .array(let elements):
            for element in elements {
                try budget.spend(1)
                if try visit(below: element, at: path, &budget, body) { return true }
            }
            return false
        case .null, .bool, .number, .string: return false
        }
    }
    /// In steps, before the first byte of it is compared.
    private static let priceOfKey = 4
    /// What follows `key` in `path`: empty, or a dot and more; nil when the path leads elsewhere.
    private static func rest(
        of path: Path, after key: String, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Path? {
        var end = path.startIndex
        var steps = priceOfKey
        for byte in key.utf8 {
            guard end < path.endIndex, path[end] == byte else {
                try budget.spend(steps)
                return nil
            }
            path.formIndex(after: &end)
            steps += 1
        }
        try budget.spend(steps)
        let rest = path[end...]
        return rest.isEmpty || rest.first == UInt8(ascii: ".") ? rest : nil
    }

    /// The leaves of the field itself: an object's members are fields of their own.
    private static func appendLeaves(
        of value: JSONValue, isText: Bool, to values: inout [FieldValue], _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        try budget.spend(1)
        switch value {
        case .null, .object: break
        case .bool(let value): values.append(.bool(value))
        case .number(let number): values.append(.number(number))
        case .string(let text): values.append(isText ? try words(of: text, &budget) : .keyword(text))
        case .array(let elements):
            for element in elements { try appendLeaves(of: element, isText: isText, to: &values, &budget) }
        }
    }
    /// Of a byte that is read by word, in steps.
    private static let priceOfReading = 2
    private static func words(
        of text: String, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> FieldValue {
        try budget.spend(priceOfReading * text.utf8.count)
        return .text(text, words: TextAnalyzer.tokens(text))
    }
    private static func hasLeaf(_ value: JSONValue, _ budget: inout SearchBudget) throws(SearchIndexError) -> Bool {
        try budget.spend(1)
        switch value {
        case .null: return false
        case .bool, .number, .string: return true
        case .array(let elements):
            for element in elements where try hasLeaf(element, &budget) { return true }
            return false
        case .object(let object):
            for member in object where try hasLeaf(member.value, &budget) { return true }
            return false
        }
    }

    private static func appendAll(
        _ members: some Sequence<JSONObject.Element>, textFields: [Path], to values: inout [FieldValue],
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        for (key, value) in members {
            var isText = false
            var fieldsBelow: [Path] = []
            for field in textFields {
                guard let rest = try rest(of: field, after: key, &budget) else { continue }
                if rest.isEmpty { isText = true } else { fieldsBelow.append(rest.dropFirst()) }
            }
            try appendLeaves(of: value, isText: isText, to: &values, &budget)
            try appendAll(below: value, textFields: fieldsBelow, to: &values, &budget)
        }
    }
    private static func appendAll(
        below value: JSONValue, textFields: [Path], to values: inout [FieldValue], _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        switch value {
        case .object(let object): try appendAll(object, textFields: textFields, to: &values, &budget)
        case .array(let elements):
            for element in elements {
                try budget.spend(1)
                try appendAll(below: element, textFields: textFields, to: &values, &budget)
            }
        case .null, .bool, .number, .string: break
        }
    }
}
