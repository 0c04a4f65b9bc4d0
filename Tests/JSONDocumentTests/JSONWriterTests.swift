import JSONDocument
import Testing

@Suite struct JSONWriterTests {
    @Test func putsCommasInTheirPlaces() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("list")
        writer.beginArray()
        writer.int(1)
        writer.string("two")
        writer.beginObject()
        writer.endObject()
        writer.null()
        writer.endArray()
        writer.key("ok")
        writer.bool(true)
        writer.key("half")
        writer.double(0.5)
        writer.key("none")
        writer.double(.nan)
        writer.key("value")
        writer.value(["a": [1, 2]])
        writer.key("raw")
        writer.serialized(Array("{\"b\":3}".utf8))
        writer.endObject()
        let expected = #"{"list":[1,"two",{},null],"ok":true,"half":0.5,"none":null,"value":{"a":[1,2]},"raw":{"b":3}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func escapesWhatMustBeEscapedOnly() {
        let value = JSONValue.string("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é€\u{2027}\u{2028}\u{2029}\u{202A}😀")
        let expected = #""\"\\/\b\f\n\r\t\u0001\u001f"# + "\u{7F}é€\u{2027}" + #"\u2028\u2029"# + "\u{202A}😀\""
        #expect(value.serialized() == Array(expected.utf8))
    }

    @Test func indentsByFourSpaces() {
        let value: JSONValue = ["a": [1, ["b": nil]], "c": [:], "d": []]
        let expected = """
            {
                "a": [
                    1,
                    {
                        "b": null
                    }
                ],
                "c": {},
                "d": []
            }
            """
        #expect(String(decoding: value.serialized(pretty: true), as: UTF8.self) == expected)
    }

    @Test func keepsNumbersAsTheyWereWritten() throws {
        let text = "[1.0,1e400,-0,0.10,123456789012345678901234567890]"
        #expect(try JSONValue(parsing: text).serialized() == Array(text.utf8))
    }
}
