/// Where requests arrive: the record or Redis, as the network and the adversary let them be reached.
final class SimulatedServer {
    let name: StaticString
    /// Stands still until then: what arrives waits.
    var pausedUntil = 0
    /// Refuses everything until then.
    var awayUntil = 0

    init(_ name: StaticString) { self.name = name }
}

/// A server that did not answer, or an answer that did not arrive: whether anything was done is unknown.
struct OutcomeUnknown: Error {}
