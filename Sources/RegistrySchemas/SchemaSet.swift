internal import Foundation
package import JSONDocument
package import JSONSchema

/// A mistake in the folder of schemas: the registry does not start with it.
package struct SchemaSetError: Error, CustomStringConvertible {
    package let description: String
}

/// The schemas that this registry knows, compiled once.
package struct SchemaSet: Sendable {
    package struct Entry: Sendable {
        package let name: SchemaName
        package let document: JSONValue
        package let schema: JSONSchema
        /// The schema's title in lower case: `_extra.type`.
        package let typeTitle: String
        package let textFields: [String]
    }
    private let entries: [SchemaName: Entry]

    package static let empty = SchemaSet(entries: [:])

    private init(entries: [SchemaName: Entry]) { self.entries = entries }

    /// Reads `<folder>/<type>/<version>.json`; other files are left alone.
    ///
    /// - Throws: ``SchemaSetError`` naming the file and what is wrong in it.
    package init(folder: String) throws {
        let files = FileManager.default
        var entries: [SchemaName: Entry] = [:]
        var isFolder = ObjCBool(false)
        guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw SchemaSetError(description: "there is no folder of schemas at '\(folder)'")
        }
        for type in try files.contentsOfDirectory(atPath: folder).sorted() {
            let path = folder + "/" + type
            guard files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { continue }
            for file in try files.contentsOfDirectory(atPath: path).sorted() {
                guard let name = SchemaName("\(type)/\(file)") else { continue }
                guard let bytes = files.contents(atPath: path + "/" + file) else {
                    throw SchemaSetError(description: "schema \(name) cannot be read")
                }
                entries[name] = try Self.entry(name, bytes: [UInt8](bytes))
            }
        }
        self.entries = entries
    }

    /// From documents by name; for tests and other sources.
    package init(documents: [(SchemaName, JSONValue)]) throws {
        var entries: [SchemaName: Entry] = [:]
        for (name, document) in documents { entries[name] = try Self.entry(name, document: document) }
        self.entries = entries
    }

    private static func entry(_ name: SchemaName, bytes: [UInt8]) throws -> Entry {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw SchemaSetError(description: "schema \(name) is not JSON: \(error)")
        }
        return try entry(name, document: document)
    }
    private static func entry(_ name: SchemaName, document: JSONValue) throws -> Entry {
        do {
            return Entry(
                name: name, document: document, schema: try JSONSchema(document),
                typeTitle: document["title"]?.stringValue?.lowercased() ?? name.type,
                textFields: TextFields.names(in: document))
        } catch {
            throw SchemaSetError(description: "schema \(name) does not compile: \(error)")
        }
    }

    package subscript(name: SchemaName) -> Entry? { entries[name] }
    /// In ascending order of type, then version.
    package var names: [SchemaName] {
        entries.keys.sorted { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    }
    /// The known type whose name is nearest to a mistyped one, by edit distance up to 2.
    package func suggestion(for name: SchemaName) -> SchemaName? {
        names.map { ($0, Self.distance($0.description, name.description)) }.filter { $0.1 <= 2 }.min { $0.1 < $1.1 }?.0
    }
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8), right = Array(right.utf8)
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
