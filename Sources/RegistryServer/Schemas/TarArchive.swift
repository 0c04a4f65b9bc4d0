internal import Foundation
package import RegistrySchemas

/// Reads the schemas in a tar archive (POSIX.1-2017, `pax` interchange format, and GNU's long names).
///
/// Folders, links and devices are passed over; of files those whose name is a place (`SchemaFiles.isPlace`) are taken.
package struct TarArchive {
    /// Of an archive, unpacked.
    static let maxBytes = 128 << 20
    /// Files, folders and links in it.
    private static let maxEntries = 50_000
    private static let block = 512

    private let bytes: [UInt8]
    private var position = 0
    private var count = 0
    private var files: [(name: String, content: Range<Int>)] = []

    /// - Parameters:
    ///   - folder: only what is below it, without it; it has to be there.
    ///   - isBundle: whether the one folder that all files are below, some deeper than `<type>/<version>.json`, is left
    ///     off first: forges make such bundles.
    /// - Throws: ``SchemaSetError`` for what is no archive, is cut off, is too large, or has a name that leads
    ///   elsewhere.
    static func schemas(
        in file: String, below folder: String = "", isBundle: Bool = false
    ) throws(SchemaSetError) -> SchemaFiles {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw SchemaSetError(description: "the archive cannot be read")
        }
        return try schemas(in: [UInt8](data), below: folder, isBundle: isBundle)
    }

    package static func schemas(
        in bytes: [UInt8], below folder: String = "", isBundle: Bool = false
    ) throws(SchemaSetError) -> SchemaFiles {
        guard bytes.count <= maxBytes else {
            throw SchemaSetError(description: "the archive is longer than \(maxBytes) bytes")
        }
        var archive = TarArchive(bytes: bytes)
        try archive.readEntries()
        let prefix = folder.isEmpty ? "" : folder + "/"
        let shared = isBundle ? archive.sharedFolder : ""
        var schemas = SchemaFiles()
        for (name, content) in archive.files {
            let inner = String(name.dropFirst(shared.count))
            guard inner.hasPrefix(prefix) else { continue }
            let place = String(inner.dropFirst(prefix.count))
            if SchemaFiles.isPlace(place) { try schemas.add(Array(bytes[content]), at: place) }
        }
        guard folder.isEmpty || !schemas.contents.isEmpty else {
            throw SchemaSetError(description: "the archive has no JSON files below '\(folder)'")
        }
        return schemas
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// With a slash at its end; empty when there is none.
    private var sharedFolder: String {
        guard let first = files.first?.name.split(separator: "/").first.map({ $0 + "/" }),
            files.allSatisfy({ $0.name.hasPrefix(first) }),
            files.contains(where: { $0.name.split(separator: "/").count > 2 })
        else { return "" }
        return String(first)
    }

    private mutating func readEntries() throws(SchemaSetError) {
        var longName: String?
        while position + Self.block <= bytes.count {
            let header = bytes[position..<position + Self.block]
            position += Self.block
            if header.allSatisfy({ $0 == 0 }) { return }
            try checkSum(of: header)
            count += 1
            guard count <= Self.maxEntries else {
                throw SchemaSetError(description: "the archive has more than \(Self.maxEntries) entries")
            }
            let content = try takeContent(size: try number(header, 124, 12))
            switch header[header.startIndex + 156] {
            case UInt8(ascii: "x"): longName = try paxName(content) ?? longName
            case UInt8(ascii: "L"): longName = Self.text(bytes[content])
            case 0, UInt8(ascii: "0"):
                try add(longName ?? name(header), content)
                longName = nil
            case UInt8(ascii: "g"), UInt8(ascii: "K"): continue
            default: longName = nil
            }
        }
        throw SchemaSetError(description: files.isEmpty ? "this is no tar archive" : "the archive is cut off")
    }

    private mutating func add(_ name: String, _ content: Range<Int>) throws(SchemaSetError) {
        let plain = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        guard !plain.hasPrefix("/"), !plain.split(separator: "/").contains("..") else {
            throw SchemaSetError(description: "the archive has a file '\(plain.prefix(200))' that leads elsewhere")
        }
        files.append((plain, content))
    }

    // MARK: Fields

    private mutating func takeContent(size: Int) throws(SchemaSetError) -> Range<Int> {
        guard size <= bytes.count - position else { throw SchemaSetError(description: "the archive is cut off") }
        let content = position..<position + size
        position = min(position + (size + Self.block - 1) / Self.block * Self.block, bytes.count)
        return content
    }

    private func name(_ header: ArraySlice<UInt8>) -> String {
        let start = header.startIndex
        let name = Self.text(header[start..<start + 100])
        let isPOSIX = header[start + 257..<start + 262].elementsEqual("ustar".utf8)
        let prefix = isPOSIX && header[start + 262] == 0 ? Self.text(header[start + 345..<start + 500]) : ""
        return prefix.isEmpty ? name : prefix + "/" + name
    }

    private func checkSum(of header: ArraySlice<UInt8>) throws(SchemaSetError) {
        let sum = header.enumerated().reduce(0) { sum, byte in
            sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
        }
        guard try number(header, 148, 8) == sum else { throw SchemaSetError(description: "this is no tar archive") }
    }

    /// Octal digits, ended by a blank or zero byte; sizes that need another notation are past our limits.
    private func number(_ header: ArraySlice<UInt8>, _ offset: Int, _ width: Int) throws(SchemaSetError) -> Int {
        let start = header.startIndex + offset
        let field = header[start..<start + width].drop { $0 == 0x20 }
        let digits = field.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        guard digits.count <= 12, field.dropFirst(digits.count).allSatisfy({ $0 == 0x20 || $0 == 0 }) else {
            throw SchemaSetError(description: "the archive has a number that cannot be read")
        }
        return digits.reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The `path` of an extended header: records `<length> <key>=<value>\n`.
    private func paxName(_ content: Range<Int>) throws(SchemaSetError) -> String? {
        var rest = bytes[content]
        var name: String?
        while let blank = rest.firstIndex(of: 0x20) {
            guard let length = Int(Self.text(rest[rest.startIndex..<blank])), length > blank - rest.startIndex + 1,
                length <= rest.count
            else { throw SchemaSetError(description: "the archive has a header that cannot be read") }
            let record = rest[blank + 1..<rest.startIndex + length - 1]
            if record.starts(with: "path=".utf8) { name = Self.text(record.dropFirst("path=".utf8.count)) }
            rest = rest.dropFirst(length)
        }
        return name
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
