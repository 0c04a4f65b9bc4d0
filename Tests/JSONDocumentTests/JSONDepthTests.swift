import Foundation
import JSONDocument
import Testing

@Suite struct JSONDepthTests {
    /// Reads, writes, compares, hashes and frees the deepest text there is on a thread with little stack.
    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
    func deepestNestingFitsASmallStack(_ opening: String, _ closing: String) async throws {
        let count = opening.hasPrefix("[{") ? 256 : 512
        let text = String(repeating: opening, count: count) + "1" + String(repeating: closing, count: count)
        let isSame = await withCheckedContinuation { continuation in
            let thread = Thread {
                let limits = JSONLimits(maxBytes: 4 << 20, maxDepth: 512)
                let value = try? JSONValue(parsing: text, limits: limits)
                let again = value.flatMap { try? JSONValue(parsing: $0.serialized(pretty: true), limits: limits) }
                continuation.resume(
                    returning: value != nil && value == again && value?.hashValue == again?.hashValue
                        && value?.serialized() == Array(text.utf8))
            }
            thread.stackSize = 2 << 20  // a quarter of what threads have; optimized code needs a tenth of it
            thread.start()
        }
        #expect(isSame)
    }
}
