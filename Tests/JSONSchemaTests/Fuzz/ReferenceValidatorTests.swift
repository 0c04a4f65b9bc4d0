import Foundation
import JSONDocument
import JSONSchema
import Testing

@Suite struct ReferenceValidatorTests {
    /// Schemas that refer to the next one twice, sixty of them: 2^60 steps for whoever does not count.
    private static let endless: ReferenceValidator.Question = {
        var definitions: JSONObject = ["d60": ["properties": ["a": true]]]
        for level in 0..<60 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["allOf": [next, next]]
        }
        return .init(
            draft: .draft2020, schema: ["$ref": "#/$defs/d0", "$defs": .object(definitions)], instances: [["a": 1], 1])
    }()

    /// As in a child of a dispatch queue's thread, whose signals are all blocked: nothing but the alarm ends the case.
    @Test(.enabled(if: ReferenceValidator.isExpected, Comment(rawValue: ReferenceValidator.missing)))
    func givesUpInTimeWhateverItsParentBlocks() async throws {
        let verdicts = try await Self.onThreadWithoutSignals {
            let reference = try ReferenceValidator()
            try reference.ask(Self.endless)
            return try reference.answer()
        }
        #expect(verdicts == [nil, nil])
    }

    private static func onThreadWithoutSignals<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_SETMASK, &all, nil)
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
