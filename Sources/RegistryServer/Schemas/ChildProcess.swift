internal import Foundation
internal import Glibc
internal import RegistrySchemas

/// One run of another program: by a list of arguments, never a shell; without input; within a time and a size.
///
/// The program is the leader of a process group of its own, so that what it starts ends with it.
struct ChildProcess {
    struct Limits {
        var time: Duration
        /// Of what it writes to its output.
        var outputBytes: Int
        /// Of the files below `folder`.
        var folderBytes = Int.max
        var folder: String?
    }
    /// Of its messages, from the end.
    private static let messageBytes = 600

    let program: String
    let arguments: [String]
    let environment: [String: String]

    /// Runs the program to its end, its output into the file `output`; it is killed when a limit is reached or the task
    /// is cancelled.
    ///
    /// - Throws: ``SchemaSetError`` with the program's own message when it fails, or with the limit that was reached.
    func run(output: String, limits: Limits) async throws(SchemaSetError) {
        let messages = output + ".messages"
        defer { unlink(messages) }
        let process = try start(output: output, messages: messages)
        var watch = Watch(limits: limits, output: output)
        var delay = Duration.milliseconds(2)
        while true {
            var status: Int32 = 0
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process {
                try check(status, messages)
                guard let limit = watch.exceeded() else { return }
                throw SchemaSetError(description: "\(program) \(limit)")
            }
            if ended < 0, errno != EINTR {
                throw SchemaSetError(description: "\(program) was lost: \(String(cString: strerror(errno)))")
            }
            var why = watch.exceeded()
            if why == nil, (try? await Task.sleep(for: delay)) == nil { why = "was stopped" }
            if let why {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                throw SchemaSetError(description: "\(program) \(why)")
            }
            delay = min(delay * 2, .milliseconds(50))
        }
    }

    private func start(output: String, messages: String) throws(SchemaSetError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, messages, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // Connections and files of ours that would be passed on.
        for descriptor in Self.inheritable where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // Our own handling of signals is not the program's.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, program, &actions, &attributes, &argv, &envp)
        guard failure == 0 else {
            throw SchemaSetError(
                description: "'\(program)' cannot be run: \(String(cString: strerror(failure))); is it installed?")
        }
        return process
    }

    private static var inheritable: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { descriptor in
            let flags = fcntl(descriptor, F_GETFD)
            return flags >= 0 && flags & FD_CLOEXEC == 0
        }
    }

    private func check(_ status: Int32, _ messages: String) throws(SchemaSetError) {
        guard status != 0 else { return }
        let text = FileManager.default.contents(atPath: messages)?.suffix(Self.messageBytes) ?? Data()
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let how = status & 0x7F == 0 ? "failed with status \((status >> 8) & 0xFF)" : "was killed"
        throw SchemaSetError(description: "\(program) \(how)\(words.isEmpty ? "" : ": \(words)")")
    }
}

/// Looks whether a run is within its limits.
private struct Watch {
    private let limits: ChildProcess.Limits
    private let output: String
    private let start = ContinuousClock.now
    private var looked: ContinuousClock.Instant?

    init(limits: ChildProcess.Limits, output: String) {
        self.limits = limits
        self.output = output
    }

    /// Which limit is exceeded, as what the program did; a folder is looked at ten times a second.
    mutating func exceeded() -> String? {
        let now = ContinuousClock.now
        if start.duration(to: now) > limits.time { return "did not end within \(limits.time.components.seconds) s" }
        if Self.size(of: output) > limits.outputBytes { return "wrote more than \(limits.outputBytes) bytes" }
        guard let folder = limits.folder, looked.map({ $0.duration(to: now) > .milliseconds(100) }) ?? true else {
            return nil
        }
        looked = now
        let sum = (FileManager.default.subpaths(atPath: folder) ?? []).reduce(0) {
            $0 + Self.size(of: folder + "/" + $1)
        }
        return sum > limits.folderBytes ? "fetched more than \(limits.folderBytes) bytes" : nil
    }

    /// Of the file itself, not of one that it leads to; 0 for one that is not there.
    private static func size(of file: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
