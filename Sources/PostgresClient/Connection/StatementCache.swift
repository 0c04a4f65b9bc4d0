/// Which statements a connection has prepared: the least recently used gives way.
package struct StatementCache {
    /// A statement is prepared for its text and the types of its parameters.
    package struct Key: Sendable, Hashable {
        /// A text known at compile time is where it lies; another one is what it says.
        private enum Text: Sendable, Hashable {
            case fixed(UInt)
            case named(ObjectIdentifier)
            case composed(String)
        }
        private let text: Text
        private let types: [UInt32]
        /// Kept so that no other object can come to lie there.
        private let owner: PostgresText?

        package init(_ statement: PostgresStatement, types: [UInt32]) {
            var owner: PostgresText?
            switch statement.text {
            case .named(let named):
                text = .named(ObjectIdentifier(named))
                owner = named
            case .fixed(let text) where text.hasPointerRepresentation:
                self.text = .fixed(UInt(bitPattern: text.utf8Start))
            case .fixed, .composed: text = .composed(statement.sql)
            }
            self.types = types
            self.owner = owner
        }

        package static func == (left: Key, right: Key) -> Bool { left.text == right.text && left.types == right.types }
        package func hash(into hasher: inout Hasher) {
            hasher.combine(text)
            hasher.combine(types.count)
        }
    }
    package enum Answer: Equatable {
        case prepared(name: String)
        /// Prepare it under `name`, after `dropped` have been deallocated.
        case prepare(name: String, dropped: [String])
    }

    private let capacity: Int
    private var entries: [Key: (name: String, used: Int)] = [:]
    private var dropped: [String] = []
    private var clock = 0
    private var lastName = 0

    package init(capacity: Int = 512) { self.capacity = capacity }

    package mutating func use(_ key: Key) -> Answer {
        clock += 1
        if let index = entries.index(forKey: key) {
            entries.values[index].used = clock
            return .prepared(name: entries.values[index].name)
        }
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            dropped.append(oldest.value.name)
            entries[oldest.key] = nil
        }
        lastName += 1
        let name = "s\(lastName)"
        entries[key] = (name, clock)
        defer { dropped = [] }
        return .prepare(name: name, dropped: dropped)
    }

    /// After preparing it under `name` has failed, or the server does not know `name` any more; nothing happens when
    /// it has another name by now.
    ///
    /// - Parameter isKept: the server may still have it, so that it has to be deallocated.
    package mutating func forget(_ key: Key, name: String, isKept: Bool = false) {
        guard entries[key]?.name == name else { return }
        entries[key] = nil
        if isKept { dropped.append(name) }
    }
}
