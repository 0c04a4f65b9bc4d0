import JSONDocument
import RegistryQuery
import RegistryService
import Testing

@Suite struct `Highlights` {
    private func highlights(_ query: String, in document: JSONValue, texts: [String] = []) throws -> JSONValue {
        var highlighter = Highlighter(try SearchQuery(parsing: query))
        return highlighter.highlights(of: document, textFields: texts)
    }

    @Test func `name a value by its place among all values of its field`() throws {
        let document: JSONValue = [
            "runs": [
                ["lane": "x", "who": "y"], ["lane": 3, "who": .null], ["lane": .null], ["lane": "y"], ["lane": "x"],
            ]
        ]
        #expect(
            try highlights("x", in: document) == [
                "runs.lane": [["value": 0, "spans": [[0, 1]]], ["value": 4, "spans": [[0, 1]]]]
            ])
        #expect(
            try highlights("y", in: document) == [
                "runs.who": [["value": 0, "spans": [[0, 1]]]], "runs.lane": [["value": 3, "spans": [[0, 1]]]],
            ])
    }

    @Test func `of a phrase are its words, also with others between`() throws {
        let document: JSONValue = ["title": "the cat, the fat cat sat"]
        #expect(
            try highlights("\"the cat\"~1", in: document, texts: ["title"]) == [
                "title": [["value": 0, "spans": [[0, 3], [4, 7], [9, 12], [17, 20]]]]
            ])
        #expect(try highlights("\"cat the the\"", in: document, texts: ["title"]) == [:])
    }

    @Test func `stay few where a text of one word is looked through for that word`() throws {
        let text = String(repeating: "a ", count: 32_768)
        let query = "\"" + String(repeating: "a ", count: 30) + "\" OR a* OR a~1 OR /a/"
        let found = try highlights(query, in: ["title": .string(text)], texts: ["title"])
        let spans = found["title"]?.arrayValue?.first?["spans"]?.arrayValue ?? []
        #expect((1...Highlighter.maxSpans).contains(spans.count))
    }
}
