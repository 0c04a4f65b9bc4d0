import Logging
import RegistryCore
import RegistryService
import RegistryStore
import Synchronization
import Testing

@Suite struct SlowQueryTests {
    /// A registry over the fixture's store that finds every search slow, and what it logs.
    private func slow(_ fixture: ServiceFixture, after: Duration = .zero) -> (SearchService, LogLines) {
        let lines = LogLines()
        var settings = ServiceSettings()
        settings.slowQuery = after
        let registry = Registry(
            store: fixture.store, objects: fixture.objects, dispatcher: fixture.registry.dispatcher,
            library: fixture.registry.library, settings: settings, ambient: fixture.registry.ambient,
            logger: Logger(label: "test") { _ in LinesHandler(lines: lines) })
        return (SearchService(registry: registry), lines)
    }

    @Test func tellsTheShapeAndNeverWhatWasLookedFor() async throws {
        let fixture = try ServiceFixture()
        let (searches, lines) = slow(fixture)
        let text = """
            +_extra.project_id:PRJ7 (secret1 OR secret2 OR secret3) -author:"Jane Doe"~2 age:[41 TO 42] na\u{7}me:qqq* /zx.*/ \
            whisper~1 title:loud^3 _exists_:mail
            """
        _ = try await searches.search(
            SearchQuestion(text, sort: ["-age"]), view: SearchView(size: 10), for: Identity(user: "jane", groups: ["g"])
        )
        let line = try #require(lines.all.first)
        #expect(line.hasPrefix("warning a search was slow"))
        for part in [
            "_extra.project_id:term", "term×3", "-author:phrase~", "age:range", ":wildcard", "regex", "fuzzy~1",
            "title:term^", "mail:exists", "caller=user", "search.order=-age", "search.kind=search", "duration_ms=",
        ] {
            #expect(line.contains(part), "\(part): \(line)")
        }
        for secret in ["PRJ7", "secret", "Jane", "jane", "41", "42", "qqq", "zx", "whisper", "loud", "\u{7}"] {
            #expect(!line.contains(secret), "\(secret): \(line)")
        }
    }

    @Test func saysNothingOfWhatIsFast() async throws {
        let fixture = try ServiceFixture()
        let (searches, lines) = slow(fixture, after: .seconds(3_600))
        _ = try await searches.search(SearchQuestion("*"), view: SearchView(size: 10), for: .anonymous)
        #expect(lines.all.isEmpty)
    }
}

private final class LogLines: Sendable {
    private let state = Mutex<[String]>([])

    var all: [String] { state.withLock { $0 } }
    func add(_ line: String) { state.withLock { $0.append(line) } }
}

private struct LinesHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
        let parts = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
        lines.add("\(event.level) \(event.message) \(parts.joined(separator: " "))")
    }
}
