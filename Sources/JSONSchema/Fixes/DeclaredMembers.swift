internal import JSONDocument

/// The members that schemas for one and the same object speak of, as far as they can be read from where an error is.
struct DeclaredMembers {
    private static let maxSchemas = 2000
    private static let sameObject = [
        "allOf", "$ref", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "dependencies",
    ]

    /// Each once, in the order they were found.
    private(set) var names: [String] = []

    private var known: Set<UTF8Key> = []
    private var required: Set<UTF8Key> = []
    private var schemas: [UTF8Key: [JSONValue]] = [:]
    private var visited: Set<UTF8Key> = []
    private let schema: JSONSchema

    /// - Parameter names: required besides.
    init(around error: ValidationError, in schema: JSONSchema, requiring names: [String]) {
        self.schema = schema
        for name in names {
            add(name)
            required.insert(UTF8Key(name))
        }
        guard let place = Place(error.location) else { return }
        var way = place.pointer.tokens.dropLast()
        if Self.standsUnderName.contains(error.keyword) { way = way.dropLast() }
        // Upwards, as long as what contains the schema speaks of the same object.
        var outer = way
        while let last = outer.last {
            if Self.single.contains(last) {
                outer = outer.dropLast()
            } else if outer.count > 1, Self.sameObject.contains(outer[outer.endIndex - 2]) {
                outer = outer.dropLast(2)
            } else {
                break
            }
        }
        collect(JSONPointer(Array(way)), place.base)
        collect(JSONPointer(Array(outer)), place.base)
    }

    func contains(_ name: String) -> Bool { known.contains(UTF8Key(name)) }

    /// Whether every such object has a member of this name.
    func requires(_ name: String) -> Bool { required.contains(UTF8Key(name)) }

    /// What the schemas say the member is: `const`, or an `enum` of one.
    func constants(of name: String) -> [JSONValue] {
        distinct(
            definitions(of: name).compactMap { schema in
                schema["const"] ?? schema["enum"]?.arrayValue.flatMap { $0.count == 1 ? $0[0] : nil }
            })
    }

    /// What the schemas say the member is when nobody says otherwise: `default`.
    func defaults(of name: String) -> [JSONValue] { distinct(definitions(of: name).compactMap { $0["default"] }) }

    private func definitions(of name: String) -> [JSONValue] { schemas[UTF8Key(name)] ?? [] }

    private static let single: Set = ["if", "then", "else"]
    private static let standsUnderName: Set = ["dependentRequired", "dependencies"]

    private func distinct(_ values: [JSONValue]) -> [JSONValue] {
        var seen: Set<JSONValue> = []
        return values.filter { seen.insert($0).inserted }
    }

    private mutating func add(_ name: String) {
        if known.insert(UTF8Key(name)).inserted { names.append(name) }
    }

    /// Adds what the schema at `pointer` of the document `base` speaks of, with the schemas it is made of.
    private mutating func collect(_ pointer: JSONPointer, _ base: String) {
        var pending = [Place(pointer: pointer, base: base, isCertain: true)]
        while let place = pending.popLast() {
            let location = place.location
            guard visited.count < Self.maxSchemas, visited.insert(UTF8Key(location)).inserted,
                case .object(let object)? = schema.subschema(at: location)?.value
            else { continue }
            for member in object["properties"]?.objectValue ?? [:] {
                add(member.key)
                if place.isCertain {
                    schemas[UTF8Key(member.key), default: []].append(
                        Self.resolved(member.value, in: schema, from: place.location))
                }
            }
            for case .string(let name) in object["required"]?.arrayValue ?? [] {
                add(name)
                if place.isCertain { required.insert(UTF8Key(name)) }
            }
            for keyword in Self.sameObject {
                guard let value = object[keyword] else { continue }
                if keyword == "$ref" {
                    if let target = place.target(of: value) { pending.append(target) }
                } else {
                    pending += place.parts(keyword, value)
                }
            }
        }
    }

    /// What the schema `value`, which stands in the document of `location`, refers to, a few references far; or itself.
    static func resolved(_ value: JSONValue, in schema: JSONSchema, from location: String) -> JSONValue {
        guard var place = Place(location) else { return value }
        var value = value
        for _ in 0..<8 {
            guard let reference = value["$ref"], let target = place.target(of: reference),
                let next = schema.subschema(at: target.location)
            else { break }
            (value, place) = (next.value, target)
        }
        return value
    }
}

extension DeclaredMembers {
    /// A schema by the URI of its document and the place in it.
    private struct Place {
        let pointer: JSONPointer
        let base: String
        let isCertain: Bool  // holds whatever the document says, so that a value it demands is demanded

        init(pointer: JSONPointer, base: String, isCertain: Bool) {
            self.pointer = pointer
            self.base = base
            self.isCertain = isCertain
        }

        /// - Parameter location: a URI, with a pointer as its fragment; nil when that is none.
        init?(_ location: String, isCertain: Bool = true) {
            let reference = URIReference(location)
            guard let pointer = try? JSONPointer(parsing: reference.decodedFragment) else { return nil }
            self.init(pointer: pointer, base: reference.withoutFragment.description, isCertain: isCertain)
        }

        var location: String { base + "#" + pointer.fragment }

        func target(of reference: JSONValue) -> Place? {
            guard case .string(let text) = reference else { return nil }
            return Place(URIReference(text).resolved(against: URIReference(base)).description, isCertain: isCertain)
        }

        /// The schemas under `keyword`.
        func parts(_ keyword: String, _ value: JSONValue) -> [Place] {
            let pointer = pointer.appending(keyword)
            let isCertain = isCertain && keyword == "allOf"
            let pointers: [JSONPointer] =
                switch value {
                case .array(let elements): elements.indices.map { pointer.appending($0) }
                case .object(let named) where keyword.hasPrefix("depend"): named.keys.map { pointer.appending($0) }
                default: [pointer]
                }
            return pointers.map { Place(pointer: $0, base: base, isCertain: isCertain) }
        }
    }
}
