internal import Dispatch
internal import Foundation
internal import Glibc

/// Runs programs, those too that leave servers behind, on a thread that may block.
package enum Shell {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
        package init(description: String) { self.description = description }
    }

    /// - Returns: what it wrote to standard output.
    /// - Throws: ``Failure`` when it ended with anything but 0.
    @discardableResult
    package static func run(_ program: String, _ arguments: String...) async throws -> String {
        try await run([program] + arguments)
    }

    @discardableResult
    package static func run(_ command: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try runHere(command) }) }
        }
    }

    /// Runs it as whom `file` belongs to, because servers refuse to run as root.
    @discardableResult
    package static func run(asOwner file: String, _ command: [String]) async throws -> String {
        guard getuid() == 0 else { return try await run(command) }
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let owner = attributes[.ownerAccountID].map { "\($0)" } ?? "0"
        return try await run(["/usr/bin/setpriv", "--reuid", owner, "--clear-groups"] + command)
    }

    /// Blocks until the program has ended.
    ///
    /// Not by `Process`, which takes a program for ended only when the servers that it started are, too, and which copies
    /// more than a directory's entry has when it looks through the open files: with a thousand of them it ends
    /// the whole test run now and then.
    @discardableResult
    package static func runHere(_ command: [String]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "vitrine-output-\(UUID().uuidString)").path()
        let complaints = file + "-errors"
        defer { for path in [file, complaints] { try? FileManager.default.removeItem(atPath: path) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, file, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT, 0o600)
        // Threads of Dispatch hear no signals, and their children would not either.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        guard posix_spawnp(&child, command[0], &actions, &attributes, &arguments, environ) == 0 else {
            throw Failure(description: "\(command[0]) cannot be run")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            let said = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
            throw Failure(
                description:
                    "\(command.prefix(3).joined(separator: " ")) ended with status \(status): \(said.suffix(500))")
        }
        return try String(contentsOfFile: file, encoding: .utf8)
    }
}
