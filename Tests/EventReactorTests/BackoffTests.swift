import EventReactor
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test("pauses double up to a ceiling, between half and all of it")
    func doubles() {
        var backoff = Backoff.connecting
        #expect(
            (0..<9).map { _ in backoff.next(random: 0) }
                == [25, 50, 100, 200, 400, 500, 500, 500, 500].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next(random: 0.999_999) < .milliseconds(50))
        for _ in 0..<1000 { _ = backoff.next() }
        #expect((Duration.milliseconds(500)...Duration.milliseconds(1000)).contains(backoff.next()))
    }
}
