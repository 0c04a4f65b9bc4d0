/// A regular expression of ECMA-262 in Unicode mode (the `u` flag), as JSON Schema's `pattern` asks.
///
/// The pattern is parsed here after ECMA-262 section 22.2.1, so that nothing else is accepted. Most patterns become a
/// table of states and match in time linear in the text. Those with look-around, references, word boundaries or
/// properties, and those whose table would be too large, are run by PCRE2 under limits, so that no pattern holds a
/// thread for longer than about a second. Differences that remain there: a capture inside a repeated group keeps
/// its last value, and each alternative of a look-behind has a fixed length.
public struct ECMAPattern: Sendable {
    /// What runs a pattern.
    package enum Engine: Sendable {
        case automaton
        case backtracking
    }

    private enum Program {
        case automaton(PatternAutomaton)
        case backtracking(PatternProgram)
    }

    /// The pattern as it was given.
    public let source: String

    private let program: Program

    /// Compiles `source`, at most 65 536 code points.
    ///
    /// - Throws: what ECMA-262 does not allow, and where; or that the compiled pattern would be too large.
    public init(_ source: String) throws(PatternError) { try self.init(source, preferring: .automaton) }

    /// Compiles `source` for `engine` if it can run it, and else for the other one.
    package init(_ source: String, preferring engine: Engine) throws(PatternError) {
        var parser = PatternParser(source)
        let pattern = try parser.parse()
        if engine == .automaton, let automaton = AutomatonBuilder.automaton(of: pattern) {
            program = .automaton(automaton)
        } else {
            program = .backtracking(try PatternProgram(normalized: PatternWriter.text(of: pattern)))
        }
        self.source = source
    }

    /// What runs this pattern.
    package var engine: Engine {
        switch program {
        case .automaton: .automaton
        case .backtracking: .backtracking
        }
    }

    /// Returns whether `source` is a pattern by the grammar, without compiling it.
    package static func isWellFormed(_ source: String) -> Bool {
        var parser = PatternParser(source)
        return (try? parser.parse()) != nil
    }

    /// Returns whether the pattern matches somewhere in `text`; only `^` and `$` bind it to the ends.
    ///
    /// - Throws: `.tooExpensive` when the limits are reached first.
    public func matches(_ text: String) throws(PatternError) -> Bool {
        let answer: Result<Bool, PatternError>? = text.utf8.withContiguousStorageIfAvailable { result(utf8: $0) }
        return try (answer ?? Array(text.utf8).withUnsafeBufferPointer { result(utf8: $0) }).get()
    }

    /// Returns whether the pattern matches somewhere in `text`, which must be UTF-8.
    ///
    /// - Throws: `.tooExpensive` when the limits are reached first.
    package func matches(utf8 text: UnsafeBufferPointer<UInt8>) throws(PatternError) -> Bool {
        switch program {
        case .automaton(let automaton): automaton.matches(text)
        case .backtracking(let program): try program.search(text)
        }
    }

    private func result(utf8 text: UnsafeBufferPointer<UInt8>) -> Result<Bool, PatternError> {
        do throws(PatternError) {
            return .success(try matches(utf8: text))
        } catch {
            return .failure(error)
        }
    }
}

extension ECMAPattern: Equatable {
    public static func == (left: ECMAPattern, right: ECMAPattern) -> Bool {
        left.source.utf8.elementsEqual(right.source.utf8)
    }
}
