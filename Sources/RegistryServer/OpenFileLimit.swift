package import Glibc

/// How many files and connections the process may have open.
package enum OpenFileLimit {
    /// As many as all connections of a large instance need; programs that it starts may look at each number below.
    package static let wanted: rlim_t = 65_536

    /// Raises the soft limit, which is kept low for programs that call select(2), as far as the hard one lets it, up to
    /// ``wanted``; see getrlimit(2).
    ///
    /// Where the system refuses, the limit stays as it was.
    package static func raise() {
        guard var limit = current, limit.rlim_cur < min(limit.rlim_max, wanted) else { return }
        limit.rlim_cur = min(limit.rlim_max, wanted)
        setrlimit(resource, &limit)
    }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    private static var current: rlimit? {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? limit : nil
    }
}
