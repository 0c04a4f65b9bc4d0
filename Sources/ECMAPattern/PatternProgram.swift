internal import CPCRE2

/// A compiled pattern of PCRE2, and the limits it runs under.
///
/// A search counts steps of the engine, one of which may read the whole text. It first runs the machine code with few
/// steps for many places where a match may begin, and where these are used up the interpreter with many steps for one
/// place at a time. A search that goes on for a quarter of a second is given up.
///
/// `@unchecked Sendable` because PCRE2's compiled code and match context are read-only once made (pcre2api,
/// "Multithreading"); each search brings its own match data, and its own context when it needs other limits.
final class PatternProgram: @unchecked Sendable {
    private static let shortText = 256  // bytes, up to which one call with the shared context is enough
    private static let shortSteps: UInt32 = 1500  // for each place where a match may begin
    private static let maxSteps = 100_000  // the same, in the interpreter
    private static let maxHeap: UInt32 = 20 * 1024  // KiB
    private static let maxWindow = 1024  // places for one call
    private static let patience = Duration.milliseconds(250)

    private let code: OpaquePointer
    private let limits: OpaquePointer

    init(normalized pattern: String) throws(PatternError) {
        var number: Int32 = 0
        var offset = 0
        var pattern = pattern
        let compiled = pattern.withUTF8 { vitrine_pcre2_compile($0.baseAddress, $0.count, &number, &offset) }
        guard let compiled else { throw PatternError(.notSupported(Self.message(number))) }
        guard let limits = vitrine_pcre2_limits(Self.shortSteps, Self.shortSteps, Self.maxHeap) else {
            vitrine_pcre2_free(compiled, nil)
            throw PatternError(.notSupported("out of memory"))
        }
        code = compiled
        self.limits = limits
    }

    deinit { vitrine_pcre2_free(code, limits) }

    /// Returns whether there is a match anywhere in `text`, which must be UTF-8.
    func search(_ text: UnsafeBufferPointer<UInt8>) throws(PatternError) -> Bool {
        guard let data = pcre2_match_data_create_8(1, nil) else { throw PatternError(.notSupported("out of memory")) }
        defer { pcre2_match_data_free_8(data) }
        if text.count <= Self.shortText {
            let result = pcre2_match_8(code, text.baseAddress, text.count, 0, PCRE2_NO_UTF_CHECK, data, limits)
            if let answer = try Self.answer(result) { return answer }
        }
        return try searchInWindows(text, data)
    }

    /// - Returns: nil when a limit was reached.
    private static func answer(_ result: Int32) throws(PatternError) -> Bool? {
        if result >= 0 { return true }
        if result == PCRE2_ERROR_NOMATCH { return false }
        if vitrine_pcre2_is_limit(result) != 0 { return nil }
        throw PatternError(.notSupported(message(result)))
    }

    private func searchInWindows(
        _ text: UnsafeBufferPointer<UInt8>, _ data: OpaquePointer
    ) throws(PatternError) -> Bool {
        guard let context = pcre2_match_context_copy_8(limits) else {
            throw PatternError(.notSupported("out of memory"))
        }
        defer { pcre2_match_context_free_8(context) }
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        let count = max(1, text.count)
        // Limits that let no call take much longer than a second, although a step may read the whole text.
        var window = min(max(1_000_000 / count, 1), Self.maxWindow)
        let slowSteps = min(max(2_000_000_000 / count, 100), Self.maxSteps)
        var start = 0
        var now = clock.now
        while start <= text.count {
            let steps = min(max(100_000_000 / (count * window), 25), Self.maxSteps)
            let last = start + window - 1
            if let found = try attempt(text, from: start, to: last, steps: steps, PCRE2_NO_UTF_CHECK, data, context) {
                if found { return true }
                start = Self.nextPlace(in: text, after: last)
            } else {
                let options = PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT
                guard let found = try attempt(text, from: start, to: start, steps: slowSteps, options, data, context)
                else { throw PatternError(.tooExpensive) }
                if found { return true }
                start = Self.nextPlace(in: text, after: start)
            }
            let before = now
            now = clock.now
            if now > deadline, start <= text.count { throw PatternError(.tooExpensive) }
            if now - before < .microseconds(50) {
                window = min(window * 2, max(100_000_000 / count, 1), Self.maxWindow)
            }
        }
        return false
    }

    /// Looks for a match that begins at a byte from `start` to `last`.
    private func attempt(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, to last: Int, steps: Int, _ options: UInt32,
        _ data: OpaquePointer, _ context: OpaquePointer
    ) throws(PatternError) -> Bool? {
        pcre2_set_match_limit_8(context, UInt32(steps))
        pcre2_set_depth_limit_8(context, UInt32(steps))
        pcre2_set_offset_limit_8(context, last)
        return try Self.answer(pcre2_match_8(code, text.baseAddress, text.count, start, options, data, context))
    }

    private static func nextPlace(in text: UnsafeBufferPointer<UInt8>, after last: Int) -> Int {
        var next = last + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }  // to the start of a code point
        return next
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        vitrine_pcre2_message(number, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
}
