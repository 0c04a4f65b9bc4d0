internal import Synchronization

/// What one request spends its time on, for whoever asked and for the log.
///
/// Bound to the request's task by the front; work that no request waits for is not counted.
package final class RequestTimes: Sendable {
    @TaskLocal package static var current: RequestTimes?

    private let searching = Mutex<Duration?>(nil)

    package init() {}

    /// All searches of this request together; nil when there was none.
    package var search: Duration? { searching.withLock { $0 } }

    func addSearch(_ duration: Duration) { searching.withLock { $0 = ($0 ?? .zero) + duration } }
}
