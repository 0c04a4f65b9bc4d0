import JSONDocument
import JSONSchema

/// One random schema with instances, made from a number alone.
struct FuzzCase {
    let seed: UInt64
    let draft: SchemaDraft
    let schema: JSONValue
    let instances: [JSONValue]
    /// Whether the schema is the draft's metaschema and the instances are schemas, some of them broken.
    let isOfMetaschema: Bool

    init(seed: UInt64) {
        self.seed = seed
        var random = FuzzRandom(seed: seed)
        draft = random.pick(SchemaDraft.allCases)
        isOfMetaschema = random.chance(5)
        var schemas = SchemaGenerator(draft: draft, random: random)
        if isOfMetaschema {
            schema = ["$ref": .string(draft.rawValue)]
            instances = (0..<4).map { _ in Self.broken(schemas.document(), names: false, &schemas.random) }
        } else {
            schema = schemas.document()
            var generator = InstanceGenerator(random: schemas.random, targets: schemas.targets)
            let target = schema
            instances = (0..<8).map { number in
                number < 6 ? generator.value(for: target, depth: 5) : generator.value(depth: 3)
            }
        }
    }

    /// The schema with one keyword's value, somewhere, replaced by anything.
    ///
    /// - Parameter names: whether keywords that name or refer are among those; the reference's registry stumbles on them.
    static func broken(_ schema: JSONValue, names: Bool, _ random: inout FuzzRandom) -> JSONValue {
        switch schema {
        case .object(var members):
            guard !members.isEmpty else { return schema }
            let member = members[random.below(members.count)]
            if !names, member.key.hasPrefix("$") || member.key == "id" { return schema }
            if random.chance(40) {
                members[member.key] = broken(member.value, names: names, &random)
            } else {
                var instances = InstanceGenerator(random: random)
                members[member.key] = instances.value(depth: 2)
                random = instances.random
            }
            return .object(members)
        case .array(var elements):
            guard !elements.isEmpty else { return schema }
            let index = random.below(elements.count)
            elements[index] = broken(elements[index], names: names, &random)
            return .array(elements)
        default: return schema
        }
    }
}
