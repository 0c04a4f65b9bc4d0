import JSONDocument
import Synchronization

/// The way to the fronts, whichever of them is there: what clients do whose requests get lost.
final class ChaosFronts: Sendable {
    private struct State {
        var turn = 0
        /// When clients give up.
        var limit: ContinuousClock.Instant
        var statuses: [String: Int] = [:]
        var strange: [String] = []
    }
    private let bases: [String]
    private let token: String?
    private let state: Mutex<State>

    init(ports: [Int], token: String?, until limit: ContinuousClock.Instant) {
        bases = ports.map { "http://127.0.0.1:\($0)" }
        self.token = token
        state = Mutex(State(limit: limit))
    }

    /// Lets clients go on until `limit`, sooner or later than they would have.
    func goOn(until limit: ContinuousClock.Instant) { state.withLock { $0.limit = limit } }

    /// How many answers had which status; `lost` for no answer.
    var statuses: [String: Int] { state.withLock { $0.statuses } }
    /// Answers that no outage explains.
    var strange: [String] { state.withLock { $0.strange } }

    /// One request to one front.
    func once(_ method: String, _ target: String, body: [UInt8]? = nil) async throws -> WireAnswer {
        let base = state.withLock { state in
            state.turn += 1
            return bases[state.turn % bases.count]
        }
        do {
            let answer = try await Wire(base: base, token: token).send(method, target, body: body)
            state.withLock { state in
                state.statuses["\(answer.status)", default: 0] += 1
                if answer.status >= 500, answer.status != 503, state.strange.count < 20 {
                    state.strange.append("\(answer.request): \(answer.status) \(answer.text.prefix(300))")
                }
            }
            return answer
        } catch {
            state.withLock { $0.statuses["lost", default: 0] += 1 }
            throw error
        }
    }

    /// Repeats a request until the registry has decided.
    ///
    /// - Throws: ``ChaosFailure`` when it never does.
    func decided(_ method: String, _ target: String, body: [UInt8]? = nil) async throws -> WireAnswer {
        var last = "no answer"
        while ContinuousClock.now < state.withLock({ $0.limit }) {
            do {
                let answer = try await once(method, target, body: body)
                if answer.status < 500, answer.status != 429 { return answer }
                last = "\(answer.status) \(answer.text)"
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                last = "\(error)"
            }
            try await Task.sleep(for: .milliseconds(150))
        }
        throw ChaosFailure("\(method) \(target) was never decided: \(last)")
    }
    func decided(_ method: String, _ target: String, _ body: JSONValue) async throws -> WireAnswer {
        try await decided(method, target, body: body.serialized())
    }
}
