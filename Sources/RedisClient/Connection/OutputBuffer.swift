internal import Glibc

/// Bytes on their way to a socket.
struct OutputBuffer {
    enum Outcome {
        case all, some
        case failed(Int32)
    }

    private var bytes: [UInt8] = []
    private var written = 0
    /// How many bytes were written before those of `bytes`.
    private var before = 0

    /// How many bytes have ever been written.
    var sent: Int { before + written }
    /// How many bytes have ever been appended.
    var end: Int { before + bytes.count }
    var unsent: Int { bytes.count - written }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    /// Writes what the socket takes, which must not block.
    mutating func write(to descriptor: Int32) -> Outcome {
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                compact()
                return .some
            } else if errno != EINTR {
                return .failed(errno)
            }
        }
        before += written
        written = 0
        // A large command leaves no large buffer behind.
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        return .all
    }

    private mutating func compact() {
        guard written > 1 << 20, written > bytes.count / 2 else { return }
        bytes.removeFirst(written)
        before += written
        written = 0
    }
}
