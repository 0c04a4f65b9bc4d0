/// What is asked of Redis, as it goes over the wire: an array of bulk strings.
///
/// Commands that change the connection itself or wait on it (`AUTH`, `SELECT`, `SUBSCRIBE`, `MONITOR`, `BLPOP`, `WATCH`,
/// …) are not for the connection that all share; ``RedisClient/block(on:for:)`` waits.
package struct RedisCommand: Sendable {
    /// The slots of the keys it names.
    enum Slots: Sendable, Equatable {
        case none
        case one(UInt16)
        case several
    }

    let name: StaticString
    let bytes: [UInt8]
    let slots: Slots
    /// Set when it calls a script, which the server may have to be taught first.
    let script: RedisScript?

    /// - Parameters:
    ///   - name: one word, such as `SET`.
    ///   - arguments: in their order, subcommands included.
    package init(_ name: StaticString, _ arguments: RedisArgument...) { self.init(name, arguments) }

    package init(_ name: StaticString, _ arguments: [RedisArgument]) {
        self.init(name, arguments, script: nil)
    }

    /// Calls `script` by `EVALSHA`.
    ///
    /// - Parameters:
    ///   - keys: all that the script touches (a cluster's rule).
    package init(_ script: RedisScript, keys: [String], _ arguments: [RedisArgument] = []) {
        let names = keys.map { RedisArgument.key($0) }
        self.init("EVALSHA", [.text(script.digest), .int(keys.count)] + names + arguments, script: script)
    }

    private init(_ name: StaticString, _ arguments: [RedisArgument], script: RedisScript?) {
        self.name = name
        self.script = script
        var frame = CommandFrame(words: arguments.count + 1)
        frame.add(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        var slots = Slots.none
        for argument in arguments {
            switch argument {
            case .key(let key):
                frame.add(key)
                let slot = KeySlot.of(key)
                slots = slots == .none || slots == .one(slot) ? .one(slot) : .several
            case .text(let text): frame.add(text)
            case .bytes(let bytes): bytes.withUnsafeBufferPointer { frame.add($0) }
            case .int(let number): frame.add(String(number))
            }
        }
        bytes = frame.bytes
        self.slots = slots
    }
}

extension RedisCommand: CustomStringConvertible {
    /// Its name alone: arguments may be secret.
    package var description: String { script.map { "script '\($0.name)'" } ?? "\(name)" }
}
