internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery

/// The fields of one document: what was uploaded, with `_extra` as the registry knows it.
///
/// A path joins keys by dots; an array's elements are values of the array's own path. A member of the document that is
/// called `_extra`, or could be taken for a part of it, is not there.
struct DocumentFields {
    private let document: ArtifactDocument
    private let members: [JSONObject.Element]
    private var valuesByField: [FieldPath: [FieldValue]] = [:]
    private var everything: [FieldValue]?

    init(_ document: ArtifactDocument) {
        self.document = document
        let uploaded = document.staged.document.objectValue ?? [:]
        members =
            uploaded.filter { !$0.key.utf8.elementsEqual("_extra".utf8) && !$0.key.utf8.starts(with: "_extra.".utf8) }
            + [("_extra", .object(document.searchableExtra))]
    }

    /// The values of one field, arrays opened, nulls left out.
    mutating func values(of field: FieldPath) -> [FieldValue] {
        if let known = valuesByField[field] { return known }
        let isText = document.staged.textFields.contains { $0.utf8.elementsEqual(field.description.utf8) }
        var values: [FieldValue] = []
        Self.visit(members, at: field.description.utf8[...]) { value in
            Self.appendLeaves(of: value, isText: isText, to: &values)
            return false
        }
        valuesByField[field] = values
        return values
    }

    /// Whether there is a value at `field` or below it; nulls and what is empty are none.
    func hasValue(at field: FieldPath) -> Bool {
        Self.visit(members, at: field.description.utf8[...]) { Self.hasLeaf($0) }
    }

    /// The values of all fields, and the parts of the catch-all text.
    var all: [FieldValue] {
        mutating get {
            if let everything { return everything }
            var values: [FieldValue] = []
            Self.appendAll(members, textFields: document.staged.textFields.map { $0.utf8[...] }, to: &values)
            values += document.catchAll.map { .text($0, words: TextAnalyzer.tokens($0)) }
            everything = values
            return values
        }
    }
}

// Every walk visits a node of the document at most once for a field and follows it by comparing keys in place: no path is
// ever put together, so that long keys above many members cost nothing.
extension DocumentFields {
    private typealias Path = Substring.UTF8View

    /// Calls `body` with the values at `path` until it says true; returns whether it did.
    @discardableResult
    private static func visit(
        _ members: some Sequence<JSONObject.Element>, at path: Path, _ body: (JSONValue) -> Bool
    ) -> Bool {
        members.contains { key, value in
            guard let rest = rest(of: path, after: key) else { return false }
            return rest.isEmpty ? body(value) : visit(below: value, at: rest.dropFirst(), body)
        }
    }
    private static func visit(below value: JSONValue, at path: Path, _ body: (JSONValue) -> Bool) -> Bool {
        switch value {
        case .object(let object): visit(object, at: path, body)
        case .array(let elements): elements.contains { visit(below: $0, at: path, body) }
        case .null, .bool, .number, .string: false
        }
    }
    /// What follows `key` in `path`: empty, or a dot and more; nil when the path leads elsewhere.
    private static func rest(of path: Path, after key: String) -> Path? {
        guard path.starts(with: key.utf8) else { return nil }
        let rest = path.dropFirst(key.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: ".") ? rest : nil
    }

    /// The leaves of the field itself: an object's members are fields of their own.
    private static func appendLeaves(of value: JSONValue, isText: Bool, to values: inout [FieldValue]) {
        switch value {
        case .null, .object: break
        case .bool(let value): values.append(.bool(value))
        case .number(let number): values.append(.number(number))
        case .string(let text):
            values.append(isText ? .text(text, words: TextAnalyzer.tokens(text)) : .keyword(text))
        case .array(let elements): for element in elements { appendLeaves(of: element, isText: isText, to: &values) }
        }
    }
    private static func hasLeaf(_ value: JSONValue) -> Bool {
        switch value {
        case .null: false
        case .bool, .number, .string: true
        case .array(let elements): elements.contains(where: hasLeaf)
        case .object(let object): object.contains { hasLeaf($0.value) }
        }
    }

    private static func appendAll(
        _ members: some Sequence<JSONObject.Element>, textFields: [Path], to values: inout [FieldValue]
    ) {
        for (key, value) in members {
            let rests = textFields.compactMap { rest(of: $0, after: key) }
            appendLeaves(of: value, isText: rests.contains { $0.isEmpty }, to: &values)
            appendAll(below: value, textFields: rests.compactMap { $0.isEmpty ? nil : $0.dropFirst() }, to: &values)
        }
    }
    private static func appendAll(below value: JSONValue, textFields: [Path], to values: inout [FieldValue]) {
        switch value {
        case .object(let object): appendAll(object, textFields: textFields, to: &values)
        case .array(let elements):
            for element in elements { appendAll(below: element, textFields: textFields, to: &values) }
        case .null, .bool, .number, .string: break
        }
    }
}
