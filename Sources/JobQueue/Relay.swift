package import Logging
package import RegistryCore
internal import ServiceLifecycle

/// Makes jobs known to a dispatcher that has a memory of its own: what became due, what a crash kept back between commit
/// and push, and everything when the dispatcher has forgotten it.
///
/// Writes nothing to the record, so any number may run. Of a dispatcher without a memory it has nothing to do.
package actor Relay: Service {
    package struct Settings: Sendable {
        /// How often due jobs are looked for; what a commit enqueued is pushed at once, this finds the rest.
        package var tick: Duration = .milliseconds(500)
        /// Jobs that one page of the record has.
        package var page = 500
        /// Pages of the sweep in one tick.
        package var sweepPages = 2
        package init() {}
    }
    private let queue: any JobQueue
    private let dispatcher: any JobDispatcher
    private let settings: Settings
    private let ambient: Ambient
    private let logger: Logger
    private var place = RelayPlace()

    package init(
        queue: any JobQueue, dispatcher: any JobDispatcher, settings: Settings = Settings(), ambient: Ambient = .system,
        logger: Logger
    ) {
        self.queue = queue
        self.dispatcher = dispatcher
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        let stopping = ShutdownFlag()
        var backoff = Backoff()
        await withGracefulShutdownHandler {
            while !stopping.isRaised, !Task.isCancelled {
                var pause = settings.tick
                do {
                    // A dispatcher that has forgotten everything does not wait for the next tick.
                    if try await tick() { pause = .zero }
                    if backoff.succeeded() { logger.notice("due jobs can be made known again") }
                } catch {
                    if Task.isCancelled { return }
                    if backoff.failures == 0 {
                        logger.warning(
                            "due jobs cannot be made known; trying again", metadata: ["error": "\(error)"])
                    }
                    pause = max(pause, backoff.failed())
                }
                if pause > .zero { _ = await stopping.cancelling { [pause] in try await Task.sleep(for: pause) } }
            }
        } onGracefulShutdown: {
            stopping.raise()
        }
    }

    /// One look at the record; true when the sweep has more and should not wait.
    @discardableResult
    package func tick() async throws -> Bool {
        guard let memory = try await dispatcher.memory() else { return false }
        let now = ambient.now()
        place.see(memory, now: now)
        place.madeKnown(upTo: try await push(after: place.fresh, upTo: now))
        place.madeKnownAgain(upTo: try await push(after: place.trailing, upTo: now - RelayPlace.lateness))
        place.madeKnownAtLast(upTo: try await push(after: place.distant, upTo: now - RelayPlace.longLateness))
        for _ in 0..<settings.sweepPages where place.isSweepDue(now) { try await sweep(now) }
        return place.isHurried
    }

    /// Pushes what is due behind a place, up to a moment; returns how far that was.
    private func push(after start: DuePlace?, upTo moment: Timestamp) async throws -> DuePlace {
        var place = start ?? .begin(moment)
        while place.due <= moment {
            let due = try await queue.due(at: moment, after: place, limit: settings.page)
            if !due.isEmpty { try await dispatcher.push(due) }
            guard let last = due.last, due.count == settings.page else { break }
            place = DuePlace(last)
        }
        // Not behind jobs of this very millisecond: more of them may be committed.
        return place.due == moment ? place : .begin(moment)
    }

    /// One page of all that waits and is due: what the dispatcher does not know is pushed.
    private func sweep(_ now: Timestamp) async throws {
        let page = try await queue.due(at: now, after: place.sweep, limit: settings.page)
        if !page.isEmpty {
            let known = try await dispatcher.known(page.map(\.id))
            let unknown = page.filter { !known.contains($0.id) }
            if !unknown.isEmpty { try await dispatcher.push(unknown) }
        }
        place.swept(upTo: page.count == settings.page ? page.last.map { DuePlace($0) } : nil, now: now)
    }
}
