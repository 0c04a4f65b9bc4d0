import JSONDocument
import RegistryClient
import Testing

@Suite("Why an upload failed, as a client reads it")
struct VersionErrorsTests {
    private static let answer: JSONValue = [
        "project_id": "demo", "version": "1", "failed_at": "2026-11-21T12:00:00.000000+00:00",
        "results": [
            [
                "path": "a.json", "schema": "note/v1.json", "omitted": 4,
                "problems": [
                    ["pointer": "/x", "message": "wrong", "fix": [["op": "replace", "path": "/x", "value": 2.25]]],
                    ["pointer": "", "message": "incomplete"],
                ],
            ]
        ],
        "count": 1, "total": 7, "problems": 9, "omitted": 3, "next": "/projects/demo/version/1/errors?after=a.json",
    ]

    @Test func aPageIsReadWhole() throws {
        let page = try VersionErrors(Self.answer)
        #expect(page.total == 7)
        #expect(page.problemCount == 9)
        #expect(page.omitted == 3)
        #expect(page.failedAt?.hasPrefix("2026-11-21") == true)
        let document = try #require(page.documents.first)
        #expect(page.documents.count == 1)
        #expect(document.path == "a.json")
        #expect(document.omitted == 4)
        #expect(document.problems.map(\.pointer) == ["/x", ""])
        #expect(document.problems.map(\.message) == ["wrong", "incomplete"])
        #expect(document.problems.map(\.fixText) == ["set /x to 2.25", nil])
    }

    @Test func nothingIsNoFailure() throws {
        let page = try VersionErrors(["results": [], "total": 0, "failed_at": nil])
        #expect(page.documents.isEmpty)
        #expect(page.failedAt == nil)
    }

    @Test func anAnswerWithoutResultsIsRefused() {
        #expect(throws: RegistryClientError.invalidAnswer("'results' is missing")) { try VersionErrors(["total": 1]) }
    }

    @Test(
        arguments: [
            ([["op": "add", "path": "/a", "value": ["x"]]], #"add /a: ["x"]"#),
            ([["op": "remove", "path": "/a/1"]], "remove /a/1"),
            ([["op": "move", "from": "/speces", "path": "/species"]], "rename /speces to /species"),
            ([["op": "copy", "from": "/a", "path": "/b"]], "copy /a to /b"),
            ([["op": "replace", "path": "", "value": 1]], "set the document to 1"),
            (
                [["op": "remove", "path": "/a"], ["op": "replace", "path": "/b", "value": "µl"]],
                #"remove /a, set /b to "µl""#
            ),
            ([["op": "conjure", "path": "/a"]], #"{"op":"conjure","path":"/a"}"#),
            (["no operation"], #""no operation""#),
            ([], ""),
        ] as [(JSONValue, String)])
    func aFixIsSaidInWords(patch: JSONValue, text: String) throws {
        let page = try VersionErrors(["results": [["path": "a", "problems": [["message": "m", "fix": patch]]]]])
        #expect(page.documents.first?.problems.first?.fixText == text)
    }
}
