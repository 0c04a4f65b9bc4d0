internal import Glibc
internal import JSONDocument

/// A small file that a command was given by name; `-` is standard input.
enum LocalFile {
    /// Completes "the file …".
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads `path` as one JSON text within the registry's limits for a metadata document.
    static func json(_ path: String) throws(Failure) -> JSONValue {
        let bytes = try bytes(of: path, limit: JSONLimits.metadata.maxBytes)
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Failure(description: "is not JSON: \(error)")
        }
    }

    private static func bytes(of path: String, limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot be opened") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("cannot be read") }
            if count == 0 { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= limit else { throw Failure(description: "is larger than \(limit) bytes") }
        }
    }

    private static func failure(_ problem: String) -> Failure {
        Failure(description: "\(problem): \(String(cString: strerror(errno)))")
    }
}
