import RegistryQuery
import Testing

/// A search text that is refused, where, and words that the message must hold.
struct BadQuery: Sendable, CustomTestStringConvertible {
    let text: String
    let position: Int
    let says: String

    init(_ text: String, _ position: Int, _ says: String) {
        self.text = text
        self.position = position
        self.says = says
    }
    var testDescription: String { text.count > 40 ? "\(text.prefix(40))…" : text }

    static let all = general + operands

    static let general: [BadQuery] = [
        .init("", 0, "is empty"),
        .init(" \t\n", 0, "is empty"),
        .init("\"a", 0, "quotation is never closed"),
        .init("a \"b c", 2, "quotation is never closed"),
        .init("\"a\\\"", 0, "quotation is never closed"),
        .init("\"a\\", 0, "quotation is never closed"),
        .init("(", 0, "parenthesis is never closed"),
        .init("a (b", 2, "parenthesis is never closed"),
        .init("((a)", 0, "parenthesis is never closed"),
        .init(")", 0, "')' closes no parenthesis"),
        .init("a) b", 1, "')' closes no parenthesis"),
        .init("()", 0, "parentheses are empty"),
        .init("a AND ( )", 6, "parentheses are empty"),
        .init("title:()", 6, "parentheses are empty"),
        .init("AND", 0, "'AND' has nothing before it"),
        .init("AND a", 0, "'AND' has nothing before it"),
        .init("|| a", 0, "'||' has nothing before it"),
        .init("(OR a)", 1, "'OR' has nothing before it"),
        .init("a AND", 2, "'AND' has nothing after it"),
        .init("(a && )", 3, "'&&' has nothing after it"),
        .init("a OR OR b", 5, "'OR' cannot follow 'OR'"),
        .init("a OR AND b", 5, "'AND' cannot follow 'OR'"),
        .init("NOT", 0, "'NOT' has nothing after it"),
        .init("a NOT", 2, "'NOT' has nothing after it"),
        .init("NOT NOT a", 4, "'NOT' cannot follow 'NOT'"),
        .init("--a", 1, "'-' cannot follow '-'"),
        .init("a AND NOT", 6, "'NOT' has nothing after it"),
        .init("wow!", 3, "'!' has nothing after it"),
        .init("a -", 2, "'-' has nothing after it"),
        .init(":a", 0, "no field before it"),
        .init("(a):b", 3, "no field before it"),
        .init("\"a\":b", 3, "can name a field"),
        .init("title:", 5, "no value after its ':'"),
        .init("(title:)", 6, "no value after its ':'"),
        .init("title:AND", 6, "cannot begin with 'AND'"),
        .init("title:-5", 6, "cannot begin with '-'"),
        .init("title:!a", 6, "cannot begin with '!'"),
        .init("path:a:b", 6, "must be quoted"),
        .init("a::b", 2, "must be quoted"),
        .init("path:\"a\":b", 8, "must be quoted"),
        .init("PRJ1:a:b@2", 6, "must be quoted"),
        .init("ti*le:a", 0, "name of a field has no wildcards"),
        .init("a \\*x:a", 2, "name of a field has no wildcards"),
        .init("_exists_:ti*", 9, "name of a field has no wildcards"),
        .init("_exists_:*", 9, "name of a field has no wildcards"),
        .init("_exists_:\"\"", 9, "is empty"),
        .init("a\\", 1, "nothing after it to escape"),
        .init("\\u12G4", 0, "four hexadecimal digits"),
        .init("C:\\users", 2, "four hexadecimal digits"),
        .init("\\u12", 0, "four hexadecimal digits"),
        .init("\\uD83E", 0, "surrogate"),
        .init("\\uD83E\\u0041", 0, "surrogate"),
        .init("\\uDDEC", 0, "surrogate"),
        .init("a/b", 1, "'/' in a word must be quoted or escaped"),
        .init("🧬 é (", 4, "parenthesis is never closed"),
        .init("e\u{301} )", 3, "')' closes no parenthesis"),
        .init(String(repeating: "a", count: 8_193), 8_192, "longer than 8192 bytes"),
        .init("a" + String(repeating: "é", count: 4_096), 4_096, "longer than 8192 bytes"),
        .init(String(repeating: "a ", count: 513), 1_024, "more than 512"),
        .init(String(repeating: "a", count: 256) + "*", 0, "wildcards is longer than 256 bytes"),
        .init("x title:?" + String(repeating: "é", count: 128), 8, "wildcards is longer than 256 bytes"),
        .init(String(repeating: "(", count: 8_000), 64, "nested more than 64"),
        .init(String(repeating: "a:(", count: 2_000), 64 * 3 + 2, "nested more than 64"),
        .init(String(repeating: "-(", count: 65) + "a" + String(repeating: ")", count: 65), 129, "nested more than 64"),
    ]
}

@Suite("QueryError")
struct QueryErrorTests {
    @Test(arguments: BadQuery.all)
    func namesTheMistakeAndItsPosition(_ query: BadQuery) throws {
        let error = try #require(throws: QueryError.self) { try SearchQuery(parsing: query.text) }
        #expect(error.position == query.position)
        #expect(error.message.contains(query.says), "\(error)")
        #expect(error.description == "\(error.message) (at position \(error.position))")
    }
}
