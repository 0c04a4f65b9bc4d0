import Glibc
import RegistryServer
import Testing

@Suite("The limit of open files")
struct OpenFileLimitTests {
    @Test("is raised as far as the process may")
    func raised() async {
        await #expect(processExitsWith: .success) {
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            var limit = rlimit()
            getrlimit(resource, &limit)
            let hard = limit.rlim_max
            limit.rlim_cur = min(1_024, hard)
            setrlimit(resource, &limit)
            OpenFileLimit.raise()
            getrlimit(resource, &limit)
            precondition(limit.rlim_cur == min(hard, OpenFileLimit.wanted) && limit.rlim_max == hard)
        }
    }
}
