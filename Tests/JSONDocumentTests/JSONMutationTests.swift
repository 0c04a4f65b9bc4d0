import Foundation
import JSONDocument
import Testing

/// Random texts and random damage, from a fixed seed; `VITRINE_FUZZ_SECONDS` is how long (1 when it is not set).
@Suite struct JSONMutationTests {
    private static let seeds = [
        #"{"a":[1.5e-3,true,false,null,"é\u00e9\ud83d\ude00"],"b":{"c":{},"d":[]},"e":-0.0,"f":"\u2028"}"#,
        #" [ { "0123456789abcdef0123" : -12.50 , "b" : "0123456789abcdef0123\\" } , [ ] , { } , "€😀" ] "#,
        #"["\"\\\/\b\f\n\r\t", 0, -0, 9223372036854775808, 1e400, 123456789012345678901234567890]"#,
        "{" + (0..<20).map { "\"name of member \($0)\":{\"x\":\($0).\($0)}" }.joined(separator: ",") + "}",
    ].map { Array($0.utf8) }

    private static let pieces = [
        "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "E+",
        "9223372036854775807", "1e1000000001", "true", "null", " ", "\n", "\u{1}", "é", "\u{2028}", "😀", "\"a\":",
    ].map { Array($0.utf8) }

    @Test func whatIsAcceptedReadsBackTheSame() throws {
        let seconds = ProcessInfo.processInfo.environment["VITRINE_FUZZ_SECONDS"].flatMap(Double.init) ?? 1
        let end = ContinuousClock.now + .seconds(seconds)
        var random = SplitMix64(state: 0x6A73_6F6E)
        var accepted = 0
        var refused = 0
        repeat {
            for _ in 0..<200 {
                let text = mutated(&random)
                if try check(text) { accepted += 1 } else { refused += 1 }
            }
        } while ContinuousClock.now < end
        #expect(accepted > 0 && refused > 0)
    }

    /// Whether `text` was accepted.
    private func check(_ text: [UInt8]) throws -> Bool {
        let limits = JSONLimits(maxBytes: 1 << 20, maxDepth: 16, allowsNUL: true)
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text, limits: limits)
        } catch {
            #expect((0...text.count).contains(error.offset), "\(text)")
            return false
        }
        #expect(String(validating: text, as: UTF8.self) != nil, "\(text)")
        let compact = value.serialized()
        #expect(try JSONValue(parsing: compact, limits: limits) == value, "\(text)")
        #expect(try JSONValue(parsing: compact, limits: limits).serialized() == compact, "\(text)")
        #expect(try JSONValue(parsing: value.serialized(pretty: true), limits: limits).hashValue == value.hashValue)
        if let object = value.objectValue {
            for member in object { #expect(object[member.key] == member.value, "\(text)") }
        }
        return true
    }

    private func mutated(_ random: inout SplitMix64) -> [UInt8] {
        var text = Self.seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...text.count, using: &random)
            let end = min(text.count, place + Int.random(in: 0...6, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: text.removeSubrange(place..<end)
            case 1: text.insert(contentsOf: text[place..<end], at: Int.random(in: 0...text.count, using: &random))
            case 2: text.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
            case 3: text.replaceSubrange(place..<end, with: Self.pieces.randomElement(using: &random) ?? [])
            case 4: text.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            default: if place < text.count { text[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
            }
        }
        return text
    }
}
