internal import ECMAPattern
internal import JSONDocument

/// Turns schemas into a program, each place once; what is referred to is compiled after what refers to it.
struct SchemaCompiler {
    let library: SchemaLibrary
    let options: SchemaOptions
    var parts = SchemaParts()

    private var numbers: [ObjectIdentifier: Int] = [:]
    private var places: [SchemaPlace] = []  // by node
    private var compiled = 0
    private var resources: [SchemaResource] = []  // that some node belongs to
    private var entered: Set<Int> = []  // their numbers
    private var patterns: [UTF8Key: Int] = [:]
    private var dynamics: [DynamicTarget] = []

    /// The target of a dynamic reference: an anchor of draft 2020-12, or nil for the recursive one of 2019-09.
    private struct DynamicTarget {
        let anchor: UTF8Key?
        var resources: Set<Int> = []
    }

    init(_ library: SchemaLibrary, options: SchemaOptions) {
        self.library = library
        self.options = options
    }

    mutating func compile() throws(SchemaError) -> SchemaProgram {
        _ = node(for: library.root)
        while compiled < places.count {
            let number = compiled
            compiled += 1
            parts.nodes[number] = try compile(places[number])
            if compiled == places.count { findDynamicTargets() }
        }
        fixDynamicTargets()
        return SchemaProgram(parts)
    }

    /// Returns the number of the schema at `place`, which is compiled later if it is not yet.
    mutating func node(for place: SchemaPlace) -> Int {
        if let number = numbers[ObjectIdentifier(place)] { return number }
        let number = places.count
        numbers[ObjectIdentifier(place)] = number
        places.append(place)
        parts.nodes.append(SchemaNode())
        parts.sources.append(SchemaSource(place))
        if entered.insert(place.resource.number).inserted {
            resources.append(place.resource)
            parts.resources[UTF8Key(place.resource.uri.description)] = place.resource.root?.value
        }
        return number
    }

    /// Returns the number of the schema under `key` in `place`, or nil when there is none.
    mutating func node(_ key: String, in place: SchemaPlace) throws(SchemaError) -> Int? {
        try library.child(key, of: place).map { node(for: $0) }
    }

    /// The numbers of the schemas in the list `key`, or nil when there is none.
    mutating func nodes(_ key: String, in place: SchemaPlace) throws(SchemaError) -> SchemaNode.Part? {
        guard let list = try library.child(key, of: place) else { return nil }
        guard case .array(let values) = list.value, !values.isEmpty else {
            throw place.error(.invalidKeyword(key, expected: "an array of schemas that is not empty"), at: key)
        }
        return try part(of: list)
    }

    /// The numbers of the schemas in `list`.
    mutating func part(of list: SchemaPlace) throws(SchemaError) -> SchemaNode.Part {
        let nodes = try library.children(of: list).map { Int32(node(for: $0.place)) }
        parts.lists += nodes
        return SchemaNode.Part(start: Int32(parts.lists.count - nodes.count), end: Int32(parts.lists.count))
    }

    /// Returns the number of the compiled pattern.
    mutating func pattern(_ source: String, at key: String, in place: SchemaPlace) throws(SchemaError) -> Int {
        if let number = patterns[UTF8Key(source)] { return number }
        do throws(PatternError) {
            parts.patterns.append(PatternRule(try ECMAPattern(source)))
        } catch {
            throw place.error(.invalidPattern(source, reason: error.description), at: key)
        }
        patterns[UTF8Key(source)] = parts.patterns.count - 1
        return parts.patterns.count - 1
    }

    private mutating func compile(_ place: SchemaPlace) throws(SchemaError) -> SchemaNode {
        var node = SchemaNode()
        node.resource = Int32(place.resource.number)
        switch place.value {
        case .bool(let answer):
            node.shape = answer ? .always : .never
            return node
        case .object: break
        default: throw place.error(.notASchema)
        }
        var rules = try referenceRules(of: place)
        if place.resource.dialect.draft > .draft7 || rules.isEmpty {  // before, `$ref` stands alone
            let vocabularies = place.resource.dialect.vocabularies
            if vocabularies.contains(.validation) { rules += try valueRules(of: place, &node) }
            rules += try contentRules(of: place)
            rules += try objectRules(of: place)
            rules += try arrayRules(of: place)
            if vocabularies.contains(.applicator) { rules += try combiningRules(of: place) }
            if vocabularies.contains(.unevaluated), place.resource.dialect.draft > .draft7 {
                rules += try unevaluatedRules(of: place, &node)
            }
        }
        arrange(rules, in: &node)
        return node
    }

    /// Puts the rules into the tables, once for reports and once by the kind of value they are about.
    private mutating func arrange(_ rules: [SchemaRule], in node: inout SchemaNode) {
        node.rules = append(rules)
        let sorted = rules.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
            .map(\.element)
        node.strings = append(sorted.filter { $0.kind.subject == .strings })
        node.numbers = append(sorted.filter { $0.kind.subject == .numbers })
        node.arrays = append(sorted.filter { $0.kind.subject == .arrays })
        node.objects = append(sorted.filter { $0.kind.subject == .objects })
        node.any = append(sorted.filter { $0.kind.subject == .any })
        node.shape = rules.isEmpty ? .always : rules.allSatisfy { $0.kind == .type } ? .types : .rules
    }

    private mutating func append(_ rules: [SchemaRule]) -> SchemaNode.Part {
        parts.rules += rules
        return SchemaNode.Part(start: Int32(parts.rules.count - rules.count), end: Int32(parts.rules.count))
    }
}

// References.
extension SchemaCompiler {
    private mutating func referenceRules(of place: SchemaPlace) throws(SchemaError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let target = try target(of: "$ref", at: place) {
            rules.append(SchemaRule(kind: .reference, a: node(for: target)))
        }
        switch place.resource.dialect.draft {
        case .draft2019:
            guard let target = try target(of: "$recursiveRef", at: place) else { break }
            let anchor: DynamicTarget? = target.resource.isRecursive ? DynamicTarget(anchor: nil) : nil
            rules.append(rule("$recursiveRef", node(for: target), anchor))
        case .draft2020:
            guard let target = try target(of: "$dynamicRef", at: place) else { break }
            let fragment = place.value["$dynamicRef"]?.stringValue.flatMap { URIReference($0).fragment }
            let name = UTF8Key((fragment ?? "").percentDecoded)
            let isDynamic = target.resource.dynamicAnchors[name] === target
            rules.append(rule("$dynamicRef", node(for: target), isDynamic ? DynamicTarget(anchor: name) : nil))
        default: break
        }
        return rules
    }

    private func target(of keyword: String, at place: SchemaPlace) throws(SchemaError) -> SchemaPlace? {
        guard let reference = place.value[keyword] else { return nil }
        guard case .string(let text) = reference else {
            throw place.error(.invalidKeyword(keyword, expected: "a string"), at: keyword)
        }
        return try library.resolve(text, keyword, from: place)
    }

    private mutating func rule(_ keyword: String, _ initial: Int, _ target: DynamicTarget?) -> SchemaRule {
        parts.dynamics.append(DynamicReference(keyword: keyword, initial: initial))
        dynamics.append(target ?? DynamicTarget(anchor: nil, resources: [-1]))
        return SchemaRule(kind: .dynamicReference, a: parts.dynamics.count - 1)
    }

    /// Adds to every dynamic reference the targets in resources that have been entered since.
    private mutating func findDynamicTargets() {
        for number in dynamics.indices where !dynamics[number].resources.contains(-1) {
            for resource in resources where dynamics[number].resources.insert(resource.number).inserted {
                let place: SchemaPlace?
                if let anchor = dynamics[number].anchor {
                    place = resource.dynamicAnchors[anchor]
                } else {
                    place = resource.isRecursive ? resource.root : nil
                }
                if let place {
                    parts.dynamics[number].targets.append((Int32(resource.number), node(for: place)))
                }
            }
        }
    }

    /// Forgets the targets of references that have only one, which is the initial one.
    private mutating func fixDynamicTargets() {
        for number in parts.dynamics.indices where parts.dynamics[number].targets.count == 1 {
            parts.dynamics[number].targets = []
        }
    }
}

extension SchemaSource {
    init(_ place: SchemaPlace) {
        value = place.value
        location = place.location
        dialect = place.resource.dialect
    }
}
