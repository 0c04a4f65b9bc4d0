import JSONDocument
import Testing

@Suite struct JSONPatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let document: JSONValue
        let patch: JSONValue
        let result: JSONValue

        init(_ name: String, _ document: JSONValue, _ patch: JSONValue, _ result: JSONValue) {
            (testDescription, self.document, self.patch, self.result) = (name, document, patch, result)
        }
    }

    // What the examples of RFC 6902, appendix A, show, one by one, on other data.
    @Test(
        arguments: [
            Case(
                "adds a member (A.1)", ["assay": "RNA-seq"], [["op": "add", "path": "/lanes", "value": 4]],
                ["assay": "RNA-seq", "lanes": 4]),
            Case(
                "inserts an element (A.2)", ["reads": ["R1", "R3"]],
                [["op": "add", "path": "/reads/1", "value": "R2"]], ["reads": ["R1", "R2", "R3"]]),
            Case("removes a member (A.3)", ["a": 1, "b": 2], [["op": "remove", "path": "/a"]], ["b": 2]),
            Case("removes an element (A.4)", ["r": [1, 2, 3]], [["op": "remove", "path": "/r/1"]], ["r": [1, 3]]),
            Case(
                "replaces a value (A.5)", ["a": 1, "b": 2], [["op": "replace", "path": "/a", "value": [3]]],
                ["a": [3], "b": 2]),
            Case(
                "moves a member (A.6)", ["raw": ["fastq": "x", "md5": "y"], "done": [:]],
                [["op": "move", "from": "/raw/fastq", "path": "/done/input"]],
                ["raw": ["md5": "y"], "done": ["input": "x"]]),
            Case(
                "moves an element (A.7)", ["steps": ["align", "count", "trim"]],
                [["op": "move", "from": "/steps/2", "path": "/steps/0"]], ["steps": ["trim", "align", "count"]]),
            Case(
                "goes on when tests hold (A.8)", ["g": "hg38", "s": [1, ["u": "bp"]]],
                [
                    ["op": "test", "path": "/g", "value": "hg38"],
                    ["op": "test", "path": "/s", "value": [1.0, ["u": "bp"]]],
                ], ["g": "hg38", "s": [1, ["u": "bp"]]]),
            Case(
                "adds a member that is an object (A.10)", ["a": 1],
                [["op": "add", "path": "/child", "value": ["of": ["a": nil]]]], ["a": 1, "child": ["of": ["a": nil]]]),
            Case(
                "ignores members it does not know (A.11)", ["a": 1],
                [["op": "add", "path": "/b", "value": 2, "why": "because"]], ["a": 1, "b": 2]),
            Case(
                "reads ~0 and ~1 (A.14)", ["/": 9, "~1": 10],
                [["op": "test", "path": "/~01", "value": 10], ["op": "remove", "path": "/~1"]], ["~1": 10]),
            Case(
                "appends at - (A.16)", ["r": ["x"]], [["op": "add", "path": "/r/-", "value": ["y", "z"]]],
                ["r": ["x", ["y", "z"]]]),
            Case("adds at the length", [1, 2], [["op": "add", "path": "/2", "value": 3]], [1, 2, 3]),
            Case("replaces a member by adding it", ["a": 1], [["op": "add", "path": "/a", "value": 2]], ["a": 2]),
            Case("replaces the document", ["a": 1], [["op": "replace", "path": "", "value": "b"]], "b"),
            Case("adds over the document", ["a": 1], [["op": "add", "path": "", "value": [1]]], [1]),
            Case(
                "copies, and the copies are apart", ["a": ["x": 1]],
                [["op": "copy", "from": "/a", "path": "/b"], ["op": "replace", "path": "/b/x", "value": 2]],
                ["a": ["x": 1], "b": ["x": 2]]),
            Case(
                "lifts a part to be the document", ["a": ["x": 1]], [["op": "move", "from": "/a", "path": ""]], ["x": 1]
            ),
            Case("moves to where it is", ["a": 1], [["op": "move", "from": "/a", "path": "/a"]], ["a": 1]),
            Case(
                "reads each place after the operations before", [1, 2, 3],
                [["op": "remove", "path": "/0"], ["op": "remove", "path": "/0"]], [3]),
            Case(
                "renames and keeps a null", ["a": nil], [["op": "move", "from": "/a", "path": "/b"]], ["b": nil]),
            Case(
                "tells composed from decomposed names", ["\u{E9}": 1],
                [["op": "add", "path": "/e\u{301}", "value": 2]], ["\u{E9}": 1, "e\u{301}": 2]),
            Case("does nothing when empty", ["a": 1], [], ["a": 1]),
        ])
    func applies(_ example: Case) throws {
        let patch = try JSONPatch(example.patch)
        #expect(try patch.applied(to: example.document) == example.result)
        #expect(try JSONPatch(patch.document) == patch)
    }

    @Test(
        arguments: [
            ([["op": "test", "path": "/b", "value": "y"]], "operation 0 at \"/b\": another value is there"),
            ([["op": "test", "path": "/n", "value": "10"]], "operation 0 at \"/n\": another value is there"),
            ([["op": "add", "path": "/x/y", "value": 1]], "operation 0 at \"/x/y\": nothing is there"),
            (
                [["op": "add", "path": "/n", "value": 1], ["op": "remove", "path": "/x"]],
                "operation 1 at \"/x\": nothing is there"
            ),
            ([["op": "replace", "path": "/x", "value": 1]], "operation 0 at \"/x\": nothing is there"),
            ([["op": "move", "from": "/x", "path": "/a"]], "operation 0 at \"/x\": nothing is there"),
            ([["op": "copy", "from": "/a/-", "path": "/b"]], "operation 0 at \"/a/-\": nothing is there"),
            ([["op": "remove", "path": "/a/2"]], "operation 0 at \"/a/2\": nothing is there"),
            ([["op": "remove", "path": "/a/01"]], "operation 0 at \"/a/01\": nothing is there"),
            (
                [["op": "add", "path": "/a/3", "value": 1]],
                "operation 0 at \"/a/3\": not a place in an array of 2 elements"
            ),
            (
                [["op": "add", "path": "/a/01", "value": 1]],
                "operation 0 at \"/a/01\": not a place in an array of 2 elements"
            ),
            (
                [["op": "add", "path": "/a/99999999999999999999", "value": 1]],
                "operation 0 at \"/a/99999999999999999999\": not a place in an array of 2 elements"
            ),
            (
                [["op": "add", "path": "/b/c", "value": 1]],
                "operation 0 at \"/b/c\": only objects and arrays have members or elements"
            ),
            (
                [["op": "move", "from": "/a", "path": "/a/0"]],
                "operation 0 at \"/a/0\": a value cannot be moved into itself"
            ),
            ([["op": "remove", "path": ""]], "operation 0 at \"\": the whole document cannot be removed"),
        ] as [(JSONValue, String)])
    func refusesToApply(_ patch: JSONValue, _ reason: String) throws {
        let document: JSONValue = ["a": [1, 2], "b": "x", "n": 10]
        let patch = try JSONPatch(patch)
        let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: document) }
        #expect(error?.description == reason)
    }

    @Test(
        arguments: [
            (["op": "add"], "a JSON patch is an array of operations"),
            ([[:], 1], "operation 0: the member 'op' is missing"), ([1], "operation 0: an operation is an object"),
            ([["op": 1]], "operation 0: 'op' is not a string"),
            (
                [["op": "Add", "path": "", "value": 1]],
                "operation 0: unknown operation \"Add\", expected add, remove, replace, move, copy or test"
            ),
            ([["op": "add", "value": 1]], "operation 0: the member 'path' is missing"),
            ([["op": "add", "path": "/a"]], "operation 0: the member 'value' is missing"),
            ([["op": "move", "path": "/a"]], "operation 0: the member 'from' is missing"),
            (
                [["op": "remove", "path": "/a"], ["op": "remove", "path": "a"]],
                "operation 1: 'path': a JSON pointer that is not empty begins with '/'"
            ),
            (
                [["op": "copy", "path": "/a", "from": "/~2"]],
                "operation 0: 'from': '~' at byte 1 of a JSON pointer is not followed by '0' or '1'"
            ),
        ] as [(JSONValue, String)])
    func refusesToRead(_ patch: JSONValue, _ reason: String) {
        let error = #expect(throws: JSONPatchError.self) { try JSONPatch(patch) }
        #expect(error?.description == reason)
    }
}
