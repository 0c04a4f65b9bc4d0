import JSONDocument
import JSONSchema

/// Makes a random schema of one draft that its metaschema accepts and that the reference is a judge of.
///
/// References that stay on the same value lead to later definitions only, so that none is endless; those below a
/// member or element lead anywhere. What is left out, and why, stands where it would have been made.
struct SchemaGenerator {
    let draft: SchemaDraft
    var random: FuzzRandom
    /// The definitions by each text that refers to them; `#` is the document.
    private(set) var targets: [String: JSONValue] = [:]

    /// Where a schema stands: how deep, in which definition, and whether on the value that the definition is for.
    struct Place {
        var depth: Int
        /// The definition's number; -1 in the document itself.
        var definition: Int
        var isInPlace: Bool
        /// Whether the schema resource has a dynamic anchor (2020-12) or a recursive one (2019-09).
        var isDynamic: Bool

        /// For a keyword whose schemas are for the same value.
        var inner: Place {
            var place = self
            place.depth -= 1
            return place
        }
        /// For a keyword whose schemas are for members or elements.
        var child: Place {
            var place = inner
            place.isInPlace = false
            return place
        }
    }

    /// How each definition can be named.
    private struct Definition {
        let anchor: String?
        /// Its own `$id`, relative to that of the document.
        let id: String?
        let isDynamic: Bool
    }
    private var definitions: [Definition] = []

    /// Whether the keyword `contains` is used; in 2019-09 by half of the documents.
    ///
    /// Those have `unevaluatedProperties`, the other half `unevaluatedItems`: what `contains` has seen is not evaluated in
    /// that draft, but the reference thinks so.
    let hasContains: Bool

    /// The kinds of keywords that the inner schemas of this document are made of: all, applicators, or combinations.
    let bias: ClosedRange<Int>

    init(draft: SchemaDraft, random: FuzzRandom) {
        self.draft = draft
        var random = random
        let isChosen = draft != .draft2019 || random.chance(50)
        hasContains = draft != .draft4 && isChosen
        bias = random.pick([0...11, 0...11, 5...11, 9...11])
        self.random = random
    }

    private static let base = "http://fuzz.example/root"
    private var definitionsKey: String { draft >= .draft2019 ? "$defs" : "definitions" }
    private var idKey: String { draft == .draft4 ? "id" : "$id" }

    mutating func document() -> JSONValue {
        definitions = (0..<random.below(4)).map { definition($0) }
        let isDynamic = draft >= .draft2019 && random.chance(25)
        let place = Place(depth: random.int(in: 1...4), definition: -1, isInPlace: true, isDynamic: isDynamic)
        var members: JSONObject = [:]
        if random.chance(50) { members["$schema"] = .string(draft.rawValue) }
        members[idKey] = .string(Self.base)
        if isDynamic { members[dynamicKey] = dynamicValue }
        var bodies: JSONObject = [:]
        for number in definitions.indices { bodies["d\(number)"] = body(of: number) }
        guard case .object(let keywords) = object(at: place) else { return .object(members) }
        for (key, value) in keywords { members[key] = value }
        if !bodies.isEmpty {
            // Beside a `$ref`, the older drafts see no other keyword, so `$id` must not stand there either.
            members[definitionsKey] = .object(bodies)
            if members["$ref"] != nil, draft <= .draft7 { members = wrapped(members) }
        }
        let document = JSONValue.object(members)
        for number in definitions.indices {
            for name in names(of: number) { targets[name] = bodies["d\(number)"] }
        }
        targets["#"] = document
        return document
    }

    /// Moves a `$ref` into an `allOf`.
    private func wrapped(_ members: JSONObject) -> JSONObject {
        var members = members
        if let reference = members.remove("$ref") { members["allOf"] = [["$ref": reference]] }
        return members
    }

    // MARK: References

    private var dynamicKey: String { draft == .draft2019 ? "$recursiveAnchor" : "$dynamicAnchor" }
    private var dynamicValue: JSONValue { draft == .draft2019 ? true : "node" }

    private mutating func definition(_ index: Int) -> Definition {
        let number = 1_000 * index + random.below(1_000)
        let hasID = random.chance(35)
        return Definition(
            anchor: !hasID && random.chance(30) ? "anchor\(number)" : nil, id: hasID ? "resource\(number)" : nil,
            isDynamic: hasID && draft >= .draft2019 && random.chance(50))
    }

    private mutating func body(of number: Int) -> JSONValue {
        let definition = definitions[number]
        let place = Place(
            depth: random.below(3), definition: number, isInPlace: true, isDynamic: definition.isDynamic)
        let made = definition.id == nil && definition.anchor == nil ? schema(at: place) : object(at: place)
        guard case .object(var members) = made else { return made }
        if members["$ref"] != nil, draft <= .draft7 { members = wrapped(members) }
        if let id = definition.id { members[idKey] = .string(id) }
        if definition.isDynamic { members[dynamicKey] = dynamicValue }
        if let anchor = definition.anchor {
            if draft >= .draft2019 {
                members["$anchor"] = .string(anchor)
            } else {
                members[idKey] = .string("#" + anchor)
            }
        }
        return .object(members)
    }

    /// Every text that refers to the definition from anywhere.
    private func names(of number: Int) -> [String] {
        let definition = definitions[number]
        if let id = definition.id { return [id, "http://fuzz.example/" + id, "./" + id, id + "#"] }
        let pointer = "/\(definitionsKey)/d\(number)"
        let escaped = pointer.replacing("$", with: "%24")
        let anchored = definition.anchor.map { ["root#\($0)", "\(Self.base)#\($0)"] } ?? []
        return anchored + ["root#\(pointer)", "\(Self.base)#\(pointer)", "root#\(escaped)", "/root#\(pointer)"]
    }

    /// A reference that may stand at `place`, with the keyword it needs; nil when there is none.
    mutating func reference(at place: Place) -> (String, JSONValue)? {
        if !place.isInPlace, random.chance(30) {
            if place.isDynamic, random.chance(70) {
                return draft == .draft2019 ? ("$recursiveRef", "#") : ("$dynamicRef", "#node")
            }
            return ("$ref", .string(random.pick(["#", "root", "root#", Self.base])))
        }
        if !place.isInPlace, draft == .draft2020, random.chance(20) {
            let anchored = definitions.filter(\.isDynamic).compactMap(\.id)
            if !anchored.isEmpty { return ("$dynamicRef", .string(random.pick(anchored) + "#node")) }
        }
        let first = place.isInPlace ? place.definition + 1 : 0
        guard first < definitions.count else { return nil }
        let number = random.int(in: first...definitions.count - 1)
        var choices = names(of: number)
        if place.definition < 0 || definitions[place.definition].id == nil {
            if let anchor = definitions[number].anchor { choices.append("#" + anchor) }
            if definitions[number].id == nil { choices.append("#/\(definitionsKey)/d\(number)") }
        }
        return ("$ref", .string(random.pick(choices)))
    }
}
