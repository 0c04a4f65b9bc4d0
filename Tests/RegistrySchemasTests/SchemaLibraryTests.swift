import JSONDocument
import RegistryCore
import RegistrySchemas
import Synchronization
import Testing

@Suite struct SchemaLibraryTests {
    /// A source that holds what the test says.
    private final class TestSource: SchemaSource {
        let address = SchemaAddress(kind: .git, uri: "test:", timeToLive: .seconds(100))
        private struct State {
            var now: Result<SchemaState, SchemaSetError>
            var kept: SchemaState?
            var fetches = 0
        }
        private let state: Mutex<State>

        init(_ texts: [String: String]?, revision: String, kept: SchemaState? = nil) throws {
            state = Mutex(State(now: .failure(SchemaSetError(description: "down")), kept: kept))
            if let texts { try hold(texts, revision: revision) }
        }
        func hold(_ texts: [String: String], revision: String) throws {
            let files = try SchemaFiles(texts)
            state.withLock { $0.now = .success(SchemaState(files: files, revision: revision)) }
        }
        func fail(_ reason: String) { state.withLock { $0.now = .failure(SchemaSetError(description: reason)) } }
        var fetches: Int { state.withLock { $0.fetches } }
        var keptRevision: String? { state.withLock { $0.kept?.revision } }

        func kept() async throws(SchemaSetError) -> SchemaState? { state.withLock { $0.kept } }
        func keep(_ kept: SchemaState) async throws(SchemaSetError) { state.withLock { $0.kept = kept } }
        func fetch(unless revision: String?) async throws(SchemaSetError) -> SchemaState? {
            let now = state.withLock { state in
                state.fetches += 1
                return state.now
            }
            let state = try now.get()
            return state.revision == revision ? nil : state
        }
    }
    private final class Clock: Sendable {
        private let time = Mutex(Timestamp(milliseconds: 1_800_000_000_000))
        var ambient: Ambient { Ambient(now: { self.now }) }
        var now: Timestamp { time.withLock { $0 } }
        func advance(_ seconds: Int) { time.withLock { $0 = $0 + .seconds(seconds) } }
    }
    private final class Notices: Sendable {
        private let all = Mutex<[SchemaNotice]>([])
        @Sendable func add(_ notice: SchemaNotice) { all.withLock { $0.append(notice) } }
        var taken: [SchemaNotice] {
            all.withLock { all in
                defer { all = [] }
                return all
            }
        }
    }
    private let clock = Clock()
    private let notices = Notices()

    private func library(_ sources: [(String, TestSource)]) async throws -> SchemaLibrary {
        try await SchemaLibrary.load(
            sources.map { .init(alias: $0.0, source: $0.1) }, ambient: clock.ambient, notify: notices.add)
    }
    private static func name(_ text: String) throws -> SchemaName { try #require(SchemaName(text)) }

    @Test func aReloadSwapsTheWholeSet() async throws {
        let source = try TestSource(["a/v1.json": "{}", "b/v1.json": "{}"], revision: "1")
        let library = try await library([("v1", source)])
        let before = library.current
        try source.hold(["a/v1.json": #"{"title": "new"}"#, "c/v1.json": "{}"], revision: "2")
        try await library.reload()
        #expect(before.schemas.types == ["a", "b"])
        #expect(library.current.schemas.types == ["a", "c"])
        #expect(source.keptRevision == "2")
        let changes = SchemaChanges(
            added: [try Self.name("c/v1.json")], removed: [try Self.name("b/v1.json")],
            changed: [try Self.name("a/v1.json")])
        #expect(notices.taken == [.loaded(client: "v1", revision: "2", changes: changes)])
    }

    @Test func aChangeInAFragmentIsAChangeOfWhatRefersToIt() async throws {
        let user = #"{"properties": {"x": {"$ref": "../_f/v1.json"}}}"#
        let source = try TestSource(["a/v1.json": user, "_f/v1.json": #"{"type": "string"}"#], revision: "1")
        let library = try await library([("v1", source)])
        try source.hold(["a/v1.json": user, "_f/v1.json": #"{"type": "integer"}"#], revision: "2")
        try await library.reload("v1")
        let changes = SchemaChanges(changed: [try Self.name("a/v1.json")])
        #expect(notices.taken == [.loaded(client: "v1", revision: "2", changes: changes)])
    }

    @Test func aFailingReloadKeepsTheFormerSetAndIsToldOnce() async throws {
        let source = try TestSource(["a/v1.json": "{}"], revision: "1")
        let library = try await library([("v1", source)])
        try source.hold(["a/v1.json": #"{"type": "nonsense"}"#], revision: "2")
        for _ in 0..<3 { await #expect(throws: SchemaSetError.self) { try await library.reload() } }
        #expect(library.current.schemas.types == ["a"])
        #expect(library.current.clients[0].revision == "1")
        #expect(source.keptRevision == "1")
        let told = notices.taken
        #expect(told.count == 1)
        guard case .failed(client: "v1", let reason) = told.first else {
            Issue.record("\(told)")
            return
        }
        #expect(reason.contains("a/v1.json"))
        source.fail("down")
        await #expect(throws: SchemaSetError.self) { try await library.reload() }
        #expect(notices.taken == [.failed(client: "v1", reason: "down")])
        try source.hold(["a/v1.json": "{}", "b/v1.json": "{}"], revision: "3")
        try await library.reload()
        #expect(notices.taken.first == .recovered(client: "v1"))
        #expect(library.current.schemas.types == ["a", "b"])
    }

    @Test func isRefreshedWhenItsTimeHasComeAndServedMeanwhile() async throws {
        let source = try TestSource(["a/v1.json": "{}"], revision: "1")
        let library = try await library([("v1", source)])
        #expect(source.fetches == 1)
        #expect(await library.refreshDue() == clock.now + .seconds(100))
        #expect(source.fetches == 1)
        clock.advance(100)
        try source.hold(["b/v1.json": "{}"], revision: "2")
        #expect(library.current.schemas.types == ["a"])
        #expect(await library.refreshDue() == clock.now + .seconds(100))
        #expect(library.current.schemas.types == ["b"])
    }

    @Test func errorsAreNotKept() async throws {
        let source = try TestSource(["a/v1.json": "{}"], revision: "1")
        let library = try await library([("v1", source)])
        clock.advance(100)
        source.fail("down")
        #expect(await library.refreshDue() == clock.now + .seconds(60))
        clock.advance(60)
        #expect(await library.refreshDue() == clock.now + .seconds(120))
        try source.hold(["a/v1.json": "{}"], revision: "1")
        clock.advance(120)
        #expect(await library.refreshDue() == clock.now + .seconds(100))
        #expect(notices.taken == [.failed(client: "v1", reason: "down"), .recovered(client: "v1")])
    }

    @Test func startsWithTheMirrorAndAsksAfterwards() async throws {
        let kept = SchemaState(files: try SchemaFiles(["a/v1.json": "{}"]), revision: "0")
        let source = try TestSource(nil, revision: "", kept: kept)
        let library = try await library([("v1", source)])
        #expect(source.fetches == 0)
        #expect(library.current.schemas.types == ["a"])
        _ = await library.refreshDue()
        #expect(source.fetches == 1)
        #expect(library.current.schemas.types == ["a"])
    }

    @Test func doesNotStartWithNothing() async throws {
        let source = try TestSource(nil, revision: "")
        let error = await #expect(throws: SchemaSetError.self) { try await library([("v1", source)]) }
        #expect(error?.description == "the schemas of 'v1' (test:): down")
    }

    @Test func aDamagedMirrorIsFetchedAnew() async throws {
        let kept = SchemaState(files: try SchemaFiles(["a/v1.json": "{"]), revision: "0")
        let source = try TestSource(["b/v1.json": "{}"], revision: "1", kept: kept)
        #expect(try await library([("v1", source)]).current.schemas.types == ["b"])
    }

    @Test func ofTwoSourcesTheLaterWins() async throws {
        let one = try TestSource(["a/v1.json": #"{"title": "one"}"#, "b/v1.json": "{}"], revision: "1")
        let two = try TestSource(["a/v1.json": #"{"title": "two"}"#], revision: "1")
        let library = try await library([("v1", one), ("v2", two)])
        #expect(try library.current.schemas.entry("a/v1.json").typeTitle == "two")
        #expect(library.current.schemas.types == ["a", "b"])
        #expect(try library.current.client("v1")?.schemas.entry("a/v1.json").typeTitle == "one")
        try two.hold([:], revision: "2")
        try await library.reload("v2")
        #expect(try library.current.schemas.entry("a/v1.json").typeTitle == "one")
    }

    @Test func readersSeeOneStateOrTheOther() async throws {
        let source = try TestSource(["a/v1.json": #"{"title": "0"}"#, "b/v1.json": #"{"title": "0"}"#], revision: "0")
        let library = try await library([("v1", source)])
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<200 {
                        let schemas = library.current.schemas
                        let titles = schemas.names.compactMap { schemas[$0]?.typeTitle }
                        guard titles.count == 2, titles[0] == titles[1] else { return false }
                        await Task.yield()
                    }
                    return true
                }
            }
            group.addTask {
                for round in 1...20 {
                    let text = #"{"title": "\#(round)"}"#
                    guard (try? source.hold(["a/v1.json": text, "b/v1.json": text], revision: "\(round)")) != nil,
                        (try? await library.reload()) != nil
                    else { return false }
                }
                return true
            }
            for await isWhole in group { #expect(isWhole) }
        }
        #expect(library.current.clients[0].revision == "20")
    }
}
