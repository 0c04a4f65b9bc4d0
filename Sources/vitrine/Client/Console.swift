internal import ArgumentParser
internal import Glibc
internal import JSONDocument

/// Standard output for answers, standard error for everything that is said meanwhile.
enum Console {
    /// Writes an answer and a line end to standard output.
    ///
    /// - Throws: the exit status of a broken pipe when nobody reads any more, without a message.
    static func line(_ text: String) throws { try write(Array((text + "\n").utf8), to: STDOUT_FILENO) }

    /// Writes one JSON text and a line end to standard output.
    static func json(_ value: JSONValue) throws {
        try write(value.serialized() + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
    }

    /// Writes bytes to standard output as they are.
    static func bytes(_ bytes: [UInt8]) throws { try write(bytes, to: STDOUT_FILENO) }

    /// Says something on standard error; lost when nobody reads it.
    static func note(_ text: String) { try? write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Writes over the current line of the terminal on standard error.
    static func redraw(_ text: String) { try? write(Array("\r\u{1B}[2K\(text)".utf8), to: STDERR_FILENO) }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal on standard error; 80 when it does not say.
    static var errorWidth: Int { width(of: STDERR_FILENO) ?? 80 }

    /// Columns of the terminal on standard output; nil when that is no terminal.
    static var outputWidth: Int? { isatty(STDOUT_FILENO) == 1 ? width(of: STDOUT_FILENO) ?? 80 : nil }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written >= 0 else { throw ExitCode(errno == EPIPE ? 128 + SIGPIPE : EXIT_FAILURE) }
                rest = rest.dropFirst(written)
            }
        }
    }
}
