import JSONDocument
import JSONSchema

/// The text of a random schema with a value or some bytes changed: often no schema, sometimes no JSON.
struct MutatedSchema {
    let draft: SchemaDraft
    let text: [UInt8]
    let instances: [JSONValue]

    init(seed: UInt64) {
        let original = FuzzCase(seed: seed)
        draft = original.draft
        instances = Array(original.instances.prefix(3))
        var random = FuzzRandom(seed: ~seed)
        if random.chance(50) {
            text = FuzzCase.broken(original.schema, names: true, &random).serialized()
            return
        }
        var bytes = original.schema.serialized()
        for _ in 0..<random.int(in: 1...4) where !bytes.isEmpty { Self.mutate(&bytes, &random) }
        text = bytes
    }

    private static let tokens = [
        "{}", "[]", "null", "true", "-1", "1e400", "\"\"", "\"#\"", "\"$ref\":\"#\",", "\"$id\":\"\",",
        "\"type\":\"x\",", "%",
        "\\u0041", "\"$schema\":1,", "/", "~2", "\"$anchor\":\"node\",", "[[[[[[[[", "0", "\"items\":[],",
    ]

    private static func mutate(_ bytes: inout [UInt8], _ random: inout FuzzRandom) {
        let place = random.below(bytes.count)
        switch random.below(7) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.remove(at: place)
        case 2, 3: bytes.insert(contentsOf: Array(random.pick(tokens).utf8), at: place)
        case 4:
            let end = min(bytes.count, place + random.int(in: 1...40))
            bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count))
        case 5: bytes.removeSubrange(place..<min(bytes.count, place + random.int(in: 1...20)))
        default: bytes.swapAt(place, random.below(bytes.count))
        }
    }
}
