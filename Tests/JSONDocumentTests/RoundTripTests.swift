import JSONDocument
import Testing

@Suite struct RoundTripTests {
    @Test func readsBackWhatItWrites() throws {
        var random = SplitMix64(state: 20_240_229)
        for _ in 0..<2_000 {
            let value = randomValue(depth: 5, using: &random)
            #expect(try JSONValue(parsing: value.serialized()) == value)
            let pretty = value.serialized(pretty: true)
            let again = try JSONValue(parsing: pretty)
            #expect(again.serialized() == value.serialized())
            #expect(again.hashValue == value.hashValue)
        }
    }

    private func randomValue(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &random)))
        case 3: return JSONNumber(Double(bitPattern: random.next())).map(JSONValue.number) ?? .null
        case 4, 5: return .string(randomString(using: &random))
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in randomValue(depth: depth - 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                object[randomString(using: &random)] = randomValue(depth: depth - 2, using: &random)
            }
            return .object(object)
        }
    }

    private func randomString(using random: inout SplitMix64) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let highest: UInt32 = [0x7F, 0x7F, 0x7F, 0x7FF, 0x2FFF, 0x10FFFF][Int.random(in: 0..<6, using: &random)]
            if let scalar = Unicode.Scalar(UInt32.random(in: 1...highest, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }
}

/// A small generator with a known sequence (Steele, Lea, Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
