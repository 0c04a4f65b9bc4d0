internal import Foundation
internal import JSONDocument

/// A document to be validated, from a file of its own or from a line of one.
struct SchemaInput {
    /// The file, and the line when each line is a document.
    let name: String
    let value: Result<JSONValue, LocalFile.Failure>
    /// Whether it contains U+0000: valid JSON, and refused by a registry.
    let hasNUL: Bool
    /// Bytes of the text.
    let size: Int

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        size = bytes.count
        var limits = JSONLimits.metadata
        let strict = Self.parse(bytes, limits)
        limits.allowsNUL = true
        guard case .failure = strict, case .success(let value) = Self.parse(bytes, limits) else {
            (value, hasNUL) = (strict, false)
            return
        }
        (self.value, hasNUL) = (.success(value), true)
    }

    private init(_ name: String, _ failure: LocalFile.Failure) {
        (self.name, value, hasNUL, size) = (name, .failure(failure), false, 0)
    }

    private static func parse(_ bytes: [UInt8], _ limits: JSONLimits) -> Result<JSONValue, LocalFile.Failure> {
        do throws(JSONError) {
            return .success(try JSONValue(parsing: bytes, limits: limits))
        } catch {
            return .failure(LocalFile.Failure(description: "is not JSON: \(error)"))
        }
    }

    /// Calls `body` with each document in the file `path`, `-` for standard input.
    ///
    /// In a file named `.ndjson` or `.jsonl`, and with `isLines` in any, each line that is not empty is a document;
    /// such a file may be of any size.
    static func forEach(in path: String, isLines: Bool, _ body: (SchemaInput) throws -> Void) throws {
        let file: FileHandle
        do {
            file = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
        } catch {
            return try body(SchemaInput(path, LocalFile.Failure(description: "cannot be opened: \(reason(error))")))
        }
        defer { if path != "-" { try? file.close() } }
        do {
            if isLines || path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl") {
                try forEachLine(of: file, path, body)
            } else if let bytes = try whole(file) {
                try body(SchemaInput(path, bytes))
            } else {
                try body(SchemaInput(path, tooLarge))
            }
        } catch let error as CocoaError {
            try body(SchemaInput(path, LocalFile.Failure(description: "cannot be read: \(reason(error))")))
        }
    }

    private static let limit = JSONLimits.metadata.maxBytes
    private static let tooLarge = LocalFile.Failure(description: "is larger than \(limit) bytes")

    private static func whole(_ file: FileHandle) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes += piece
            if bytes.count > limit { return nil }
        }
        return bytes
    }

    private static func forEachLine(of file: FileHandle, _ path: String, _ body: (SchemaInput) throws -> Void) throws {
        var line: [UInt8] = []
        var number = 1
        func end() throws {
            defer {
                line.removeAll(keepingCapacity: true)
                number += 1
            }
            if line.count > limit { return try body(SchemaInput("\(path):\(number)", tooLarge)) }
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
            try body(SchemaInput("\(path):\(number)", line))
        }
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            var rest = piece[...]
            while let newline = rest.firstIndex(of: 0x0A) {
                // What is past the limit is not kept: the line is refused anyway.
                if line.count <= limit { line += rest[..<newline] }
                try end()
                rest = rest[(newline + 1)...]
            }
            if line.count <= limit { line += rest }
        }
        if !line.isEmpty { try end() }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "No such file or directory"
        case .fileReadNoPermission?: "Permission denied"
        default: "\((error as? CocoaError)?.underlying ?? error)"
        }
    }
}
