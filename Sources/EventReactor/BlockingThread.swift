internal import Glibc

/// Runs work that may block on a thread of its own: neither the reactor nor a pool of threads waits for it.
package enum BlockingThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Here and now when the system gives no thread.
    package static func run(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let number = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        if number == 0 { pthread_detach(thread) } else { work.takeRetainedValue().body() }
    }
}
