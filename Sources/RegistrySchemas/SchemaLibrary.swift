package import RegistryCore
internal import Synchronization

/// Keeps the schemas of every source current: whole states are swapped, and a source that fails changes nothing.
package final class SchemaLibrary: Sendable {
    package struct Source: Sendable {
        /// What the wire calls it.
        package let alias: String
        package let source: any SchemaSource

        package init(alias: String, source: any SchemaSource) {
            self.alias = alias
            self.source = source
        }
    }
    private struct Watch {
        var due: Timestamp
        var failures = 0
        var failure: String?
    }
    private struct State {
        var snapshot: SchemaSnapshot
        var watches: [Watch]
        var last: Task<Void, Never>?
    }
    /// After a failure the source is asked again this soon, and half as often each time.
    private static let firstRetry: Duration = .seconds(60)
    private static let lastRetry: Duration = .seconds(3_600)

    private let sources: [Source]
    private let ambient: Ambient
    private let notify: @Sendable (SchemaNotice) -> Void
    private let state: Mutex<State>

    private init(
        _ sources: [Source], _ clients: [SchemaSnapshot.Client], due: [Timestamp], ambient: Ambient,
        notify: @escaping @Sendable (SchemaNotice) -> Void
    ) {
        self.sources = sources
        self.ambient = ambient
        self.notify = notify
        state = Mutex(State(snapshot: SchemaSnapshot(clients: clients), watches: due.map { Watch(due: $0) }))
    }

    /// A library of what is in memory, under the alias `v1`; a reload leaves it as it is.
    package convenience init(_ schemas: SchemaSet) {
        let client = SchemaSnapshot.Client(
            alias: "v1", address: SchemaAddress(kind: .memory, uri: "memory:"), schemas: schemas,
            revision: "memory", loaded: Timestamp(milliseconds: 0))
        self.init([], [client], due: [], ambient: .system) { _ in }
    }

    /// Takes each source's kept state at once (to be refreshed by the first ``refreshDue()``), or fetches it.
    ///
    /// - Parameter sources: at least one, each with an alias of its own.
    /// - Throws: ``SchemaSetError`` naming the first source of which there is nothing to begin with.
    package static func load(
        _ sources: [Source], ambient: Ambient = .system,
        notify: @escaping @Sendable (SchemaNotice) -> Void = { _ in }
    ) async throws(SchemaSetError) -> SchemaLibrary {
        var clients: [SchemaSnapshot.Client] = []
        var due: [Timestamp] = []
        for source in sources {
            let now = ambient.now()
            if let kept = await keptClient(of: source, now: now) {
                clients.append(kept)
                due.append(now)
                continue
            }
            do throws(SchemaSetError) {
                guard let state = try await source.source.fetch(unless: nil) else {
                    throw SchemaSetError(description: "it has no schemas")
                }
                let schemas = try SchemaSet(files: state.files)
                try await source.source.keep(state)
                clients.append(client(of: source, state, schemas, now: now))
            } catch {
                throw SchemaSetError(
                    description: "the schemas of '\(source.alias)' (\(source.source.address.uri)): \(error)")
            }
            due.append(now + source.source.address.timeToLive)
        }
        return SchemaLibrary(sources, clients, due: due, ambient: ambient, notify: notify)
    }

    /// A copy that is damaged is as good as none: the source is asked.
    private static func keptClient(of source: Source, now: Timestamp) async -> SchemaSnapshot.Client? {
        guard let state = try? await source.source.kept(), let schemas = try? SchemaSet(files: state.files) else {
            return nil
        }
        return client(of: source, state, schemas, now: now)
    }
    private static func client(
        of source: Source, _ state: SchemaState, _ schemas: SchemaSet, now: Timestamp
    ) -> SchemaSnapshot.Client {
        SchemaSnapshot.Client(
            alias: source.alias, address: source.source.address, schemas: schemas, revision: state.revision,
            loaded: now)
    }

    package var current: SchemaSnapshot { state.withLock { $0.snapshot } }

    // MARK: Reloading

    /// Asks the source called `alias`, or all of them, and uses what they hold now.
    ///
    /// - Throws: ``SchemaSetError`` with what went wrong; the schemas of the sources that failed stay what they were.
    package func reload(_ alias: String? = nil) async throws(SchemaSetError) {
        let wanted = sources.indices.filter { index in
            alias.map { $0.utf8.elementsEqual(sources[index].alias.utf8) } ?? true
        }
        await inTurn { [self] in
            for index in wanted { await refresh(index) }
        }
        let failures = state.withLock { state in
            wanted.compactMap { index in state.watches[index].failure.map { "'\(sources[index].alias)': \($0)" } }
        }
        guard failures.isEmpty else { throw SchemaSetError(description: failures.joined(separator: "\n")) }
    }

    /// Asks the sources whose time has come.
    ///
    /// - Returns: when the next one's time comes; nil when there is none.
    package func refreshDue() async -> Timestamp? {
        let now = ambient.now()
        let due = state.withLock { state in state.watches.indices.filter { state.watches[$0].due <= now } }
        if !due.isEmpty {
            await inTurn { [self] in
                for index in due { await refresh(index) }
            }
        }
        return state.withLock { $0.watches.map(\.due).min() }
    }

    /// One at a time, in the order asked for: a reload never ends with less than was there when it began.
    private func inTurn(_ work: @escaping @Sendable () async -> Void) async {
        let task = state.withLock { state in
            let before = state.last
            let task = Task {
                await before?.value
                await work()
            }
            state.last = task
            return task
        }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func refresh(_ index: Int) async {
        let source = sources[index]
        let former = current.clients[index]
        do throws(SchemaSetError) {
            guard let fetched = try await source.source.fetch(unless: former.revision) else {
                succeed(index)
                return
            }
            let schemas = try SchemaSet(files: fetched.files)
            try await source.source.keep(fetched)
            let client = Self.client(of: source, fetched, schemas, now: ambient.now())
            state.withLock { $0.snapshot = $0.snapshot.replacing(index, by: client) }
            succeed(index)
            notify(
                .loaded(
                    client: source.alias, revision: fetched.revision, changes: schemas.changes(since: former.schemas)))
        } catch {
            // Told to stop in the middle: that says nothing about the source.
            if !Task.isCancelled { fail(index, error.description) }
        }
    }

    private func succeed(_ index: Int) {
        let due = ambient.now() + sources[index].source.address.timeToLive
        let hadFailed = state.withLock { state in
            let hadFailed = state.watches[index].failure != nil
            state.watches[index] = Watch(due: due)
            return hadFailed
        }
        if hadFailed { notify(.recovered(client: sources[index].alias)) }
    }

    private func fail(_ index: Int, _ reason: String) {
        let now = ambient.now()
        let isNews = state.withLock { state in
            let failures = state.watches[index].failures
            let delay = min(Self.firstRetry * (1 << min(failures, 10)), Self.lastRetry)
            let isNews = state.watches[index].failure != reason
            state.watches[index] = Watch(due: now + delay, failures: failures + 1, failure: reason)
            return isNews
        }
        if isNews { notify(.failed(client: sources[index].alias, reason: reason)) }
    }
}
