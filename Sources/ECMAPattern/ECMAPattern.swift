/// A regular expression of ECMA-262 in Unicode mode (the `u` flag), as JSON Schema's `pattern` asks.
///
/// The pattern is parsed here after ECMA-262 section 22.2.1, so that nothing else is accepted, and run by PCRE2 under
/// limits, so that no pattern holds a thread for longer than about a second. Differences that remain: a capture
/// inside a repeated group keeps its last value, and each alternative of a look-behind has a fixed length.
public struct ECMAPattern: Sendable {
    /// The pattern as it was given.
    public let source: String

    private let program: PatternProgram

    /// Compiles `source`, at most 65 536 code points.
    ///
    /// - Throws: what ECMA-262 does not allow, and where; or that the compiled pattern would be too large.
    public init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        program = try PatternProgram(normalized: try parser.parse())
        self.source = source
    }

    /// Returns whether the pattern matches somewhere in `text`; only `^` and `$` bind it to the ends.
    ///
    /// - Throws: `.tooExpensive` when the limits are reached first.
    public func matches(_ text: String) throws(PatternError) -> Bool { try program.search(text) }
}

extension ECMAPattern: Equatable {
    public static func == (left: ECMAPattern, right: ECMAPattern) -> Bool {
        left.source.utf8.elementsEqual(right.source.utf8)
    }
}
