import ObjectStore
import Testing

@Suite struct ObjectKeyTests {
    @Test(arguments: [
        ("", "is empty"),
        ("/a", "has an empty part: a leading, trailing or double '/'"),
        ("a/", "has an empty part: a leading, trailing or double '/'"),
        ("a//b", "has an empty part: a leading, trailing or double '/'"),
        ("a/./b", "has the part '.'"),
        ("../a", "has the part '..'"),
        ("a/..", "has the part '..'"),
        ("a\u{0}b", "holds a control character"),
        ("a\nb", "holds a control character"),
        ("a\r\nb", "holds a control character"),
        ("a\u{7F}", "holds a control character"),
        ("a\u{85}b", "holds a control character"),
        ("..tmp/x", "begins with the reserved part '..tmp'"),
        ("..tmp", "begins with the reserved part '..tmp'"),
        ("a/" + String(repeating: "é", count: 128), "has a part longer than 255 bytes"),
        (String(repeating: "a/", count: 1_024) + "b", "is longer than 2048 bytes"),
    ])
    func refuses(_ text: String, rule: String) throws {
        do throws(ObjectStoreError) {
            _ = try ObjectKey(validating: text)
            Issue.record("nothing was thrown")
        } catch {
            guard case .invalidKey(let refused, let broken) = error else { throw error }
            #expect(refused.utf8.elementsEqual(text.utf8))
            #expect(broken == rule)
        }
    }

    @Test(arguments: ["a", "p/1/..upload/id/x", "..tmpx/a", "a/..tmp/b", "...", ".a", "a..b", "\u{A0}", "日本/語", "a b"])
    func takes(_ text: String) throws { #expect(try ObjectKey(validating: text).description == text) }

    @Test func comparesBytesAndNotCharacters() throws {
        let composed: ObjectKey = "é"
        let decomposed: ObjectKey = "e\u{301}"
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
        #expect(("a-b" as ObjectKey) < "a/b")
        #expect(("\u{FFFF}" as ObjectKey) < "\u{10000}")
    }

    @Test func appendsBelowItselfOnly() throws {
        let key: ObjectKey = "p/1"
        #expect(try key.appending("..meta/m.json") == "p/1/..meta/m.json")
        #expect(throws: ObjectStoreError.self) { try key.appending("../x") }
        #expect(throws: ObjectStoreError.self) { try key.appending("/x") }
    }
}
