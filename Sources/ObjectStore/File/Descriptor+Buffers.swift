internal import Glibc
internal import NIOCore

extension Descriptor {
    func writeBuffer(_ buffer: ByteBuffer) throws(SystemCallError) {
        // A closure that throws a type is not inferred through NIO's rethrowing functions.
        let written = buffer.withUnsafeReadableBytes { bytes in
            Result { () throws(SystemCallError) in try write(bytes) }
        }
        try written.get()
    }

    /// - Throws: when the file ends before `count` bytes: files of a store do not shrink.
    func readBuffer(_ count: Int, at position: Int64) throws(SystemCallError) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(count)
        var outcome = Result<Int, SystemCallError>.success(0)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            let target = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
            outcome = Result { () throws(SystemCallError) in try read(target, at: position) }
            return (try? outcome.get()) ?? 0
        }
        guard try outcome.get() == count else { throw SystemCallError(call: "pread", code: EIO) }
        return buffer
    }

    /// Opens a folder, and makes it and the folders above it when they are absent.
    static func makingFolder(path: String) throws(SystemCallError) -> Descriptor {
        do throws(SystemCallError) {
            return try folder(path: path)
        } catch {
            guard error.code == ENOENT, !path.isEmpty else { throw error }
            let parts = path.split(separator: "/", omittingEmptySubsequences: true)
            let above = (path.utf8.first == UInt8(ascii: "/") ? "/" : "") + parts.dropLast().joined(separator: "/")
            let parent = try makingFolder(path: above.isEmpty ? "." : above)
            guard let name = parts.last else { throw error }
            if try parent.makeFolderIfAbsent(String(name)) { try parent.synchronize() }
            return try folder(path: path)
        }
    }
}
