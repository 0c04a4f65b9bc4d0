import JSONDocument
import Testing

@Suite struct JSONKeyTests {
    @Test func looksUpWhatTheStringDoes() throws {
        let names = [
            "", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "é", "e\u{301}", "0123456789abcdef",
        ]
        var object = JSONObject()
        for (position, name) in names.enumerated() {
            object[name] = .number(JSONNumber(position))
            for known in names { #expect(object[JSONKey(known)] == object[known]) }
        }
        #expect(object[JSONKey("e\u{301}")] != object[JSONKey("é")])
        #expect(object[JSONKey("abcdefgh")] == 6)
        #expect(object[JSONKey("x")] == nil)
    }

    @Test func isEqualByItsBytes() {
        #expect(JSONKey("a") == JSONKey("a"))
        #expect(JSONKey("é") != JSONKey("e\u{301}"))
        #expect(Set([JSONKey("a"), JSONKey("b"), JSONKey("a")]).count == 2)
    }

    /// The digest of a key sees its length, its first and its last eight bytes; keys that share all three are many.
    @Test(arguments: [10, 16, 17, 500])
    func tellsKeysApartThatLookAlike(_ count: Int) throws {
        let keys = (0..<count).map { "beginning-\(String(1_000 + $0))-the-same-end" }
        let text = "{" + keys.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
        var object = try #require(try JSONValue(parsing: text).objectValue)
        #expect(object.keys == keys)
        for (position, key) in keys.enumerated() {
            #expect(object[key] == .number(JSONNumber(position)))
            #expect(object[JSONKey(key)] == .number(JSONNumber(position)))
        }
        #expect(object["beginning-0999-the-same-end"] == nil)
        object[keys[3]] = "three"
        object.remove(keys[4])
        #expect(object[keys[3]] == "three")
        #expect(object[keys[4]] == nil)
        #expect(object[keys[5]] == 5)
    }

    /// In a long text equal long keys are one string; which never changes what is read.
    @Test func readsLongKeysOfManyObjects() throws {
        let rows = (0..<500).map { row in
            let keys = (0..<9).map { "a long name of a column number \((row + $0 * 37) % 100)" }
            return "{" + keys.map { "\"\($0)\":\(row)" }.joined(separator: ",") + "}"
        }
        let text = "[" + rows.joined(separator: ",") + "]"
        let value = try JSONValue(parsing: text)
        #expect(value.serialized() == Array(text.utf8))
        #expect(value.arrayValue?.last?["a long name of a column number 99"] == 499)
    }

    @Test func findsDuplicatesAmongFewAndMany() throws {
        for count in 1...40 {
            let members = (0..<count).map { "\"key number \($0)\":[\($0)]" }
            for twice in [0, count / 2, count - 1] {
                let text = "{\"z\":{" + (members + ["\"key number \(twice)\":{}"]).joined(separator: ",") + "}}"
                let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
                #expect(error.reason == .duplicateKey("key number \(twice)"))
                #expect(error.offset == text.utf8.count - "\"key number \(twice)\":{}}}".utf8.count)
            }
        }
    }

    @Test func keepsNestedLargeObjectsApart() throws {
        let inner = (0..<30).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let outer = (0..<30).map { "\"k\($0)\":{\(inner)}" }.joined(separator: ",")
        let value = try JSONValue(parsing: "{" + outer + "}")
        #expect(value["k29"]?["k28"] == 28)
        #expect(value["k0"]?.objectValue?.count == 30)
        #expect(Array("{\(outer)}".utf8) == value.serialized())
    }
}
