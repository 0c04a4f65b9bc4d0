internal import ECMAPattern
internal import JSONDocument

/// Turns schemas into a program, each place once; what is referred to is compiled after what refers to it.
struct SchemaCompiler {
    static let maxDepth = 512

    private struct Place: Hashable {
        let document: Int
        let pointer: JSONPointer
    }

    private let resources: SchemaResources
    private var nodes: [SchemaNode] = []
    private var numbers: [Place: Int] = [:]
    private var pending: [(node: Int, location: SchemaLocation)] = []
    private var patterns: [UTF8Key: ECMAPattern] = [:]

    init(_ document: JSONValue, base: String, resolving documents: [String: JSONValue]) throws(SchemaError) {
        resources = try SchemaResources(document, base: base, resolving: documents)
    }

    mutating func compile() throws(SchemaError) -> SchemaProgram {
        _ = node(for: resources.root)
        while let (number, location) = pending.popLast() {
            nodes[number] = try compile(location)
        }
        return SchemaProgram(nodes: nodes)
    }

    /// Returns the number of the schema at `location`, which is compiled later if it is not yet.
    mutating func node(for location: SchemaLocation) -> Int {
        let place = Place(document: location.document, pointer: location.pointer)
        if let number = numbers[place] { return number }
        numbers[place] = nodes.count
        pending.append((nodes.count, location))
        nodes.append(.always(true))
        return nodes.count - 1
    }

    /// Returns the number of the schema that `reference` leads to.
    mutating func node(referredTo reference: String, from location: SchemaLocation) throws(SchemaError) -> Int {
        node(for: try resources.resolve(reference, from: location))
    }

    mutating func pattern(_ source: String, at key: String, in location: SchemaLocation) throws(SchemaError)
        -> ECMAPattern
    {
        if let pattern = patterns[UTF8Key(source)] { return pattern }
        do throws(PatternError) {
            let pattern = try ECMAPattern(source)
            patterns[UTF8Key(source)] = pattern
            return pattern
        } catch {
            throw location.error(.invalidPattern(source, reason: error.description), at: key)
        }
    }

    private mutating func compile(_ location: SchemaLocation) throws(SchemaError) -> SchemaNode {
        switch location.value {
        case .bool(let answer): return .always(answer)
        case .object: break
        default: throw location.error(.notASchema)
        }
        var rules: [SchemaRule] = []
        if let reference = location.value["$ref"] {
            guard case .string(let text) = reference else {
                throw location.error(.invalidKeyword("$ref", expected: "a string"), at: "$ref")
            }
            rules.append(.reference(try node(referredTo: text, from: location)))
            if location.draft == .draft7 { return .rules(rules) }  // its siblings have no meaning
        }
        if location.draft == .draft2020 { try refuseUnsupported(location) }
        rules += try valueRules(of: location)
        rules += try objectRules(of: location)
        rules += try arrayRules(of: location)
        rules += try combiningRules(of: location)
        return .rules(rules)
    }

    private func refuseUnsupported(_ location: SchemaLocation) throws(SchemaError) {
        for keyword in ["$dynamicRef", "unevaluatedItems", "unevaluatedProperties"] {
            if location.value[keyword] != nil { throw location.error(.unsupportedKeyword(keyword), at: keyword) }
        }
    }

    private mutating func combiningRules(of location: SchemaLocation) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let nodes = try schemas("allOf", of: location) { rules.append(.allOf(nodes)) }
        if let nodes = try schemas("anyOf", of: location) { rules.append(.anyOf(nodes)) }
        if let nodes = try schemas("oneOf", of: location) { rules.append(.oneOf(nodes)) }
        if let not = try location.child("not") { rules.append(.not(node(for: not))) }
        let then = try location.child("then").map { node(for: $0) }
        let otherwise = try location.child("else").map { node(for: $0) }
        if let condition = try location.child("if") {
            rules.append(.condition(node(for: condition), then: then, otherwise: otherwise))
        }
        return rules
    }

    /// The numbers of the schemas in the array `key`, or nil when there is none.
    mutating func schemas(_ key: String, of location: SchemaLocation) throws(SchemaError) -> [Int]? {
        guard let array = try location.child(key) else { return nil }
        guard case .array(let values) = array.value, !values.isEmpty else {
            throw location.error(.invalidKeyword(key, expected: "an array of schemas that is not empty"), at: key)
        }
        return try array.elements().map { node(for: $0) }
    }
}
