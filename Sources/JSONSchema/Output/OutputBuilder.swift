internal import JSONDocument

/// Evaluates a whole schema, every branch of it, into a tree of units.
///
/// Leaf rules are those of `Validator`, whose answer is also the answer of the whole.
struct OutputBuilder {
    private static let maxCost = 50_000  // a unit, and 64 bytes of the places it names, are one

    /// Where a keyword or schema is evaluated.
    struct Place {
        var path: String
        var location: String
        var instance: String

        /// The place of `token` below this one in the schema.
        func below(_ token: String) -> Place {
            let token = "/" + token.pointerToken
            return Place(path: path + token, location: location + token.fragmentEncoded, instance: instance)
        }

        /// The same place of the schema, for the part `token` of the instance.
        func part(_ token: String) -> Place {
            Place(path: path, location: location, instance: instance + "/" + token.pointerToken)
        }
    }

    let program: SchemaProgram
    var judge: Validator
    private let root: JSONValue
    private var cost = 0

    init(_ program: SchemaProgram, _ root: JSONValue) {
        self.program = program
        self.root = root
        judge = Validator(program, root)
    }

    /// Evaluates the root.
    mutating func build() -> OutputUnit {
        var verdict = Validator(program, root)
        let isValid = verdict.decide()
        let place = Place(path: "", location: program.sources[0].location, instance: "")
        if !verdict.isStopped {
            var unit = unit(0, root, place, nil)
            unit.dropAnnotations()
            if !judge.isStopped, unit.isValid == isValid { return unit }
        }
        var unit = OutputUnit(path: "", location: place.location, instance: "", isSchema: true)
        unit.isValid = isValid && !verdict.isStopped
        if let stop = verdict.stop ?? judge.stop, !unit.isValid { unit.error = judge.message(of: stop) }
        return unit
    }

    /// Evaluates schema `number`, which was reached at `place`; what it evaluates is marked in `outer`.
    mutating func unit(_ number: Int, _ value: JSONValue, _ place: Place, _ outer: Marks.Region?) -> OutputUnit {
        let location = program.sources[number].location
        var unit = OutputUnit(path: place.path, location: location, instance: place.instance, isSchema: true)
        let node = program.nodes.pointer[number]
        cost += 1 + node.rules.indices.count + (place.path.utf8.count + location.utf8.count) / 64
        if cost > Self.maxCost {
            unit.isValid = judge.acceptsBranch(number, value, outer)
            return unit
        }
        guard judge.takeStep(), node.shape != .never, judge.enter(node.resource) else {
            unit.isValid = false
            if node.shape == .never { unit.error = "no value is allowed here, found \(value.phrase)" }
            return unit
        }
        defer { judge.leave() }
        let region = outer != nil || node.tracks ? value.partCount.map { judge.marks.push($0) } : nil
        defer { if let region { judge.marks.pop(region) } }
        var place = place
        place.location = location
        for index in node.rules.indices { evaluate(program.rules.pointer[index], value, place, region, into: &unit) }
        unit.isValid = unit.parts.allSatisfy(\.isValid)
        if unit.isValid {
            if let outer, let region { judge.marks.merge(region, into: outer) }
            annotate(program.sources[number], value, place, &unit)
        }
        return unit
    }

    /// A unit for the keyword at `place`.
    func keyword(_ place: Place) -> OutputUnit {
        OutputUnit(path: place.path, location: place.location, instance: place.instance, isSchema: false)
    }

    /// Adds the keywords that only annotate.
    private mutating func annotate(
        _ source: SchemaSource, _ value: JSONValue, _ place: Place, _ unit: inout OutputUnit
    ) {
        guard case .object(let object) = source.value else { return }
        if source.dialect.draft <= .draft7, object["$ref"]?.stringValue != nil { return }
        for (name, content) in object where SchemaKeywords.annotates(name, value, in: source.value) {
            if let index = unit.parts.firstIndex(where: { $0.path == place.below(name).path }) {
                unit.parts[index].annotation = content
            } else {
                var part = keyword(place.below(name))
                part.annotation = content
                unit.parts.append(part)
            }
            cost += 1
        }
    }
}
