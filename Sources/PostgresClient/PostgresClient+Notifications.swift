internal import EventReactor
internal import Synchronization

extension PostgresClient {
    /// Listens to `channel` on a connection of its own, which is made again whenever it is lost; ends when the stream is
    /// let go or the client is closed.
    ///
    /// A notification is a hint: it comes after its transaction has been committed, at most once. After each
    /// ``PostgresSignal/mayHaveMissed`` the reader looks for itself.
    ///
    /// - Parameter channel: an identifier as `NOTIFY "channel"` has it, case and all.
    /// - Throws: `.statement` behind a pooler, which gives the connection to others between transactions.
    package func notifications(
        on channel: StaticString
    ) throws(PostgresError) -> AsyncStream<PostgresSignal> {
        if configuration.isPooled {
            throw PostgresError(.statement, "LISTEN does not work behind a pooler in transaction mode")
        }
        // As many as a reader can lag behind before it is told so.
        let (stream, continuation) = AsyncStream.makeStream(
            of: PostgresSignal.self, bufferingPolicy: .bufferingNewest(1024))
        let listener = PostgresListener(configuration, channel, on: reactor, to: continuation)
        let isOpen = listeners.withLock { listeners in
            listeners?.append(listener)
            return listeners != nil
        }
        continuation.onTermination = { [weak self] _ in
            listener.reactor.execute { listener.assumeIsolated { $0.close() } }
            self?.listeners.withLock { $0?.removeAll { $0 === listener } }
        }
        let isHanded = isOpen && reactor.execute { listener.assumeIsolated { $0.open() } }
        if !isHanded { continuation.finish() }
        return stream
    }
}
