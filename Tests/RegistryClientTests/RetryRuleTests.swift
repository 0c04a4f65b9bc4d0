import RegistryClient
import Testing

@Suite("A repetition")
struct RetryRuleTests {
    private func refused(_ status: Int, retryAfter: Int? = nil) -> RegistryClientError {
        .refused(.init(status: status, reason: "no", request: "GET /", retryAfter: retryAfter))
    }

    @Test func isWorthwhileAfterBrokenConnectionsAndBusyServersOnly() {
        for error in [.unreachable(server: "h", cause: "x"), refused(500), refused(503), refused(429)] {
            #expect(RetryRule.isWorthwhile(after: error))
        }
        for error in [
            refused(400), refused(401), refused(404), refused(413), refused(423), refused(501), .cancelled,
            .invalidAnswer("x"), .damaged(path: "x", problem: "y"),
        ] {
            #expect(!RetryRule.isWorthwhile(after: error))
        }
    }

    @Test func waitsLongerEachTimeAndAsLongAsTheServerAsks() {
        let delays = (1...8).map {
            RetryRule.delay(before: $0, after: .unreachable(server: "h", cause: "x"), jitter: 1)
        }
        #expect(delays.prefix(4) == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
        #expect(delays.last == .seconds(30))
        #expect(RetryRule.delay(before: 1, after: refused(503, retryAfter: 5), jitter: 0.5) == .seconds(5))
        #expect(RetryRule.delay(before: 1, after: refused(503, retryAfter: 86_400), jitter: 0.5) == .seconds(30))
        #expect(RetryRule.delay(before: .max, after: refused(500), jitter: 1) == .seconds(30))
    }

    @Test func sendsATokenWithoutTheSpaceAroundItOrNotAtAll() throws {
        #expect(try RegistryClient.sendable(" abc.def\n") == "abc.def")
        for token in ["", " \n", "a b", "a\nb", "é"] {
            #expect(throws: RegistryClientError.self) { try RegistryClient.sendable(token) }
        }
    }

    @Test func showsRefusalsWithoutCredentialsAndControlCharacters() {
        let error = RegistryClientError.refused(
            .init(status: 403, reason: "not\u{1B}[31m yours", request: "PUT /projects/P/version/1/complete"))
        #expect(error.description == "not\u{FFFD}[31m yours (status 403 for PUT /projects/P/version/1/complete)")
    }
}
