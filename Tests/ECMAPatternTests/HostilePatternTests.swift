import ECMAPattern
import Testing

@Suite struct HostilePatternTests {
    /// Runs `pattern` on `text` and expects an end in time: an answer, or the error that says it was given up.
    private func end(_ pattern: ECMAPattern, _ text: String) -> Bool? {
        let clock = ContinuousClock()
        let start = clock.now
        var answer: Bool?
        do throws(PatternError) {
            answer = try pattern.matches(text)
        } catch {
            #expect(error.reason == .tooExpensive)
        }
        // It is a quarter of a second; the rest is for a machine that is busy with other tests.
        #expect(clock.now - start < .seconds(5))
        return answer
    }

    @Test(
        "Patterns without look-around, references, boundaries and properties match in linear time",
        arguments: [
            "^(a+)+$", "(a|aa)+$", "(.*a){6}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y", "^(?:a?){20}a{20}b$",
            "a*a*a*a*a*a*a*a*[bc]", "^(?:(?:(?:a*)*)*)*$", "^((a{0,4}){0,4}){0,4}$",
        ])
    func linearPatternsAnswer(_ source: String) throws {
        let pattern = try ECMAPattern(source)
        #expect(pattern.engine == .automaton)
        for count in [40, 100_000] {
            #expect(end(pattern, String(repeating: "a", count: count) + "!") == false)
        }
    }

    @Test(
        "What PCRE2 runs is given up in time",
        arguments: [
            #"(?:a*)*\b$"#, #"(?=(a?){15}a{15}x)"#, #"(a+)+\1$"#, #"^(?=(a+)+$)"#, #"(?=)a*a*[bc]"#,
            #"(?=)[ab]*[ac]*[ad]*[xy]"#, #"(.*)(.*)(.*)\1[bc]"#, #"((a{0,100}){0,100})\1[bc]"#,
            #"\p{L}*\p{Ll}*\p{L}*[12]"#,
            #"(?<=a)(a|aa|aaa)*[bc]"#, #"(?:a|b)*a(?:a|b){14}$"#,
        ])
    func expensivePatternsEnd(_ source: String) throws {
        let pattern = try ECMAPattern(source)
        #expect(pattern.engine == .backtracking)
        for count in [30, 100_000] {
            #expect(end(pattern, String(repeating: "a", count: count) + "!") != true)
        }
    }

    @Test(
        "Large patterns are compiled or refused in time",
        arguments: [
            String(repeating: "a|", count: 32_767) + "b",
            (0..<9_000).map(String.init).joined(separator: "|"),
            "(?:(?:(?:){65535}){65535}){65535}",
            "(((a{1,100}){1,100}){1,100}){1,100}",
            "(a{0,65535}){0,65535}b",
            String(repeating: "(", count: 199) + "a*" + String(repeating: ")*", count: 199) + "$",
            String(repeating: "[^a]", count: 4_000),
            String(repeating: "\\S", count: 5_000),
            String(repeating: "\\p{CWKCF}", count: 7_000),
            "[" + String(repeating: "\\P{CWKCF}", count: 7_000) + "]",
            "^.{1,4000}$",
        ])
    func largePatternsEnd(_ source: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        do throws(PatternError) {
            let pattern = try ECMAPattern(source)
            _ = end(pattern, String(repeating: "a", count: 3_000) + "!")
        } catch {
            guard case .notSupported = error.reason else { throw error }
        }
        #expect(clock.now - start < .seconds(20))
    }
}
