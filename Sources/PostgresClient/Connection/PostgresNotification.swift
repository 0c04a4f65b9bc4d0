/// What `NOTIFY` sent; the payload is at most 8 000 bytes.
package struct PostgresNotification: Sendable, Hashable {
    package let channel: String
    package let payload: String

    package init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}

/// What a listener hears.
package enum PostgresSignal: Sendable, Hashable {
    /// Something may have been missed: listening begins, or begins again, or the reader was too slow. Look for yourself.
    case mayHaveMissed
    case notified(PostgresNotification)
}
