internal import CPCRE2

/// A compiled pattern of PCRE2, and the limits it runs under.
///
/// `@unchecked Sendable` because PCRE2's compiled code and match context are read-only once made (pcre2api,
/// "Multithreading"); each search brings its own match data, and a copy of the context when it changes it.
final class PatternProgram: @unchecked Sendable {
    private static let maxSteps: UInt32 = 100_000  // for each place where a match may begin: about a millisecond
    private static let maxHeap: UInt32 = 20 * 1024  // KiB
    private static let window = 1024  // places tried before the clock is read
    private static let patience = Duration.milliseconds(250)

    private let code: OpaquePointer
    private let limits: OpaquePointer

    init(normalized pattern: String) throws(PatternError) {
        var number: Int32 = 0
        var offset = 0
        var pattern = pattern
        let compiled = pattern.withUTF8 { vitrine_pcre2_compile($0.baseAddress, $0.count, &number, &offset) }
        guard let compiled else { throw PatternError(.notSupported(Self.message(number))) }
        guard let limits = vitrine_pcre2_limits(Self.maxSteps, Self.maxSteps, Self.maxHeap) else {
            vitrine_pcre2_free(compiled, nil)
            throw PatternError(.notSupported("out of memory"))
        }
        code = compiled
        self.limits = limits
    }

    deinit { vitrine_pcre2_free(code, limits) }

    func search(_ text: String) throws(PatternError) -> Bool {
        let answer: Int32? = text.utf8.withContiguousStorageIfAvailable { search($0) }
        let result = answer ?? Array(text.utf8).withUnsafeBufferPointer { search($0) }
        switch result {
        case 0: return false
        case 1: return true
        case _ where vitrine_pcre2_is_limit(result) != 0: throw PatternError(.tooExpensive)
        default: throw PatternError(.notSupported(Self.message(result)))
        }
    }

    private func search(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        if text.count <= Self.window {
            return vitrine_pcre2_search(code, limits, text.baseAddress, text.count, 0, .max)
        }
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        var start = 0
        while start <= text.count {
            if start > 0, clock.now > deadline { return vitrine_pcre2_limit_reached() }
            let last = start + Self.window - 1
            let result = vitrine_pcre2_search(code, limits, text.baseAddress, text.count, start, last)
            if result != 0 { return result }
            start = last + 1
            while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }  // to the start of a code point
        }
        return 0
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        vitrine_pcre2_message(number, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
}
