internal import JobQueue
internal import RegistryCore

/// The names of the keys that one instance's queue has in Redis: all begin alike, and live in one slot of a cluster.
///
/// They are told in `docs/operating/redis-keys.md`; the scripts build those that are not named here.
struct QueueKeys: Sendable {
    /// `vitrine:{<instance>}:queue:`
    let prefix: String
    /// The hash of all tickets: id to what the ticket says.
    let tickets: String
    /// Holds the name of what Redis remembers.
    let memory: String

    /// - Parameter instance: 1 to 64 letters, digits, `.`, `_` or `-`.
    /// - Throws: the rule that `instance` broke.
    init(instance: String) throws(NameError) {
        guard (1...64).contains(instance.utf8.count) else {
            throw NameError("queue instance", instance, "must have 1 to 64 bytes")
        }
        guard instance.utf8.allSatisfy(Self.isNameByte) else {
            throw NameError("queue instance", instance, "may hold only letters, digits, '.', '_' and '-'")
        }
        prefix = "vitrine:{\(instance)}:queue:"
        tickets = prefix + "tickets"
        memory = prefix + "memory"
    }

    /// The list whose elements each wake one who waits for `queue`.
    func wake(_ queue: JobQueueName) -> String { "\(prefix)wake:\(queue)" }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
