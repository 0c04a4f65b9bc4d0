import JSONDocument
import Testing

@Suite struct JSONPatchLimitTests {
    @Test func limitsTheOperations() {
        let operation: JSONValue = ["op": "test", "path": "", "value": 1]
        let error = #expect(throws: JSONPatchError.self) {
            try JSONPatch(.array(Array(repeating: operation, count: JSONPatch.maxOperations + 1)))
        }
        #expect(error?.reason == .tooManyOperations(limit: 10_000))
        let patch = JSONPatch(Array(repeating: .test(.root, 1), count: JSONPatch.maxOperations + 1))
        #expect(throws: JSONPatchError.self) { try patch.applied(to: 1) }
    }

    @Test func copyingDoublesOnlyToTheLimit() {
        let patch = JSONPatch(Array(repeating: .copy(from: .root, to: JSONPointer(["-"])), count: 200))
        let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: [1]) }
        #expect(error?.reason == .tooManySteps(limit: 20_000_000))
    }

    @Test func theResultIsNoDeeperThanItMayBe() throws {
        let into = JSONPointer(Array(repeating: "a", count: 256))
        var document: JSONValue = [:]
        for _ in 0..<256 { document = ["a": document] }
        #expect(throws: Never.self) { try JSONPatch([.add(into.appending("a"), 1)]).applied(to: document) }
        let error = #expect(throws: JSONPatchError.self) {
            try JSONPatch([.copy(from: .root, to: into.appending("a"))]).applied(to: document)
        }
        #expect(error?.reason == .depthExceeded(limit: 512))
        #expect(error?.operation == 0)
    }

    @Test func insertingInFrontIsCounted() {
        let many = JSONValue.array(Array(repeating: 0, count: 1_000_000))
        let patch = JSONPatch(Array(repeating: .add(JSONPointer(["0"]), 1), count: 1_000))
        let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: many) }
        #expect(error?.reason == .tooManySteps(limit: 20_000_000))
        let appending = JSONPatch(Array(repeating: .add(JSONPointer(["-"]), 1), count: 1_000))
        #expect(throws: Never.self) { try appending.applied(to: many) }
    }

    @Test func aRefusedPatchLeavesTheDocumentAsItWas() {
        let document: JSONValue = ["a": [1, 2], "b": ["c": 1]]
        let patch = JSONPatch([.remove(JSONPointer(["a", "0"])), .remove(JSONPointer(["b", "x"]))])
        #expect(throws: JSONPatchError.self) { try patch.applied(to: document) }
        #expect(document == ["a": [1, 2], "b": ["c": 1]])
    }

    /// What a patch does and its opposite after it give the document back.
    @Test func movingThereAndBackChangesNothing() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let elements = (0..<Int.random(in: 2...8, using: &random)).map { JSONValue.number(JSONNumber($0)) }
            let from = JSONPointer([String(elements.indices.randomElement(using: &random) ?? 0)])
            let to = JSONPointer([String(elements.indices.randomElement(using: &random) ?? 0)])
            let patch = JSONPatch([.move(from: from, to: to), .move(from: to, to: from)])
            #expect(try patch.applied(to: .array(elements)) == .array(elements))
        }
    }
}
