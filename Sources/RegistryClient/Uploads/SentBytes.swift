internal import Synchronization

/// The bytes that one try has sent, so that they can be taken back from the progress when it fails.
final class SentBytes: Sendable {
    private let count = Mutex(0)
    private let progress: @Sendable (Int) -> Void

    init(_ progress: @escaping @Sendable (Int) -> Void) { self.progress = progress }

    func add(_ bytes: Int) {
        count.withLock { $0 += bytes }
        progress(bytes)
    }
    func takeBack() {
        let bytes = count.withLock { count in
            defer { count = 0 }
            return count
        }
        if bytes > 0 { progress(-bytes) }
    }
}
