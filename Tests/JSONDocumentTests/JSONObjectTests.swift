import JSONDocument
import Testing

@Suite struct JSONObjectTests {
    @Test func keepsTheOrderOfItsMembers() {
        var object: JSONObject = ["b": 1, "a": 2, "c": 3]
        object["a"] = "two"
        object["d"] = nil
        object["e"] = .null
        #expect(object.keys == ["b", "a", "c", "e"])
        #expect(object.remove("b") == 1)
        #expect(object.remove("b") == nil)
        object["c"] = nil
        #expect(object.map(\.key) == ["a", "e"])
        #expect(object["e"] == .some(.null))
        #expect(JSONObject().isEmpty)
    }

    @Test func isEqualInAnyOrder() {
        let left: JSONValue = ["a": 1, "b": [["x": 1.0, "y": nil]]]
        let right: JSONValue = ["b": [["y": nil, "x": 1]], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": [["x": 1, "z": nil]]])
        #expect(left != ["a": 1])
    }

    @Test func comparesKeysAndStringsByBytes() throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let object = try #require(try JSONValue(parsing: "{\"\(composed)\":1,\"\(decomposed)\":2}").objectValue)
        #expect(object[composed] == 1)
        #expect(object[decomposed] == 2)
        #expect(JSONValue.string(composed) != JSONValue.string(decomposed))
        #expect(JSONPointer([composed]) != JSONPointer([decomposed]))
    }

    @Test func staysRightWhenItGrowsAndShrinks() {
        var object = JSONObject()
        for number in 0..<1_000 { object["key \(number)"] = .number(JSONNumber(number)) }
        for number in stride(from: 0, to: 1_000, by: 3) { object.remove("key \(number)") }
        object["key 1"] = "one"
        #expect(object.count == 666)
        #expect(object["key 1"] == "one")
        #expect(object["key 998"] == 998)
        #expect(object["key 999"] == nil)
        for number in 2..<1_000 { object.remove("key \(number)") }
        #expect(object == ["key 1": "one"])
    }

    @Test func findsDuplicatesInLargeObjects() throws {
        let members = (0..<50_000).map { "\"k\($0)\":\($0)" }
        let object = try JSONValue(parsing: "{" + members.joined(separator: ",") + "}")
        #expect(object["k49999"] == 49999)
        let twice = (members + ["\"k7\":0"]).joined(separator: ",")
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{" + twice + "}") }
        #expect(error.reason == .duplicateKey("k7"))
    }

    @Test func tellsAnAbsentMemberFromNull() throws {
        let value = try JSONValue(parsing: #"{"a":null,"b":{"c":"d"}}"#)
        #expect(value["a"]?.isNull == true)
        #expect(value["x"] == nil)
        #expect(value["b"]?["c"]?.stringValue == "d")
        #expect(value["b"]?.arrayValue == nil)
        #expect(JSONValue.array([])["a"] == nil)
    }
}
