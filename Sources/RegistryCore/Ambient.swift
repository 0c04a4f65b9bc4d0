/// The world's two inputs to decisions, as values that a test can own.
package struct Ambient: Sendable {
    package let now: @Sendable () -> Timestamp
    package let newID: @Sendable () -> RandomID

    package init(
        now: @escaping @Sendable () -> Timestamp = { .current() },
        newID: @escaping @Sendable () -> RandomID = { RandomID() }
    ) {
        self.now = now
        self.newID = newID
    }
    package static let system = Ambient()
}
