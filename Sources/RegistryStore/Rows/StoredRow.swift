package import JSONDocument
package import RegistryCore

/// One row of an SQL store's answer, its columns by name: what the drivers have in common once they have asked.
package protocol StoredRow {
    /// Nil for NULL.
    func storedText(_ column: String) -> String?
    /// Nil for NULL; a truth value is 0 or 1.
    func storedNumber(_ column: String) -> Int64?
    /// Nil for NULL.
    func storedBytes(_ column: String) -> [UInt8]?

    // By position from 0, for answers of many rows: a name is looked for in every row anew.
    func storedText(at column: Int) -> String?
    func storedNumber(at column: Int) -> Int64?
}

/// A stored value that this registry cannot have written.
package struct DamagedRow: Error, CustomStringConvertible {
    private let column: String
    private let value: String
    private let cause: (any Error)?

    package init(_ column: String, _ value: String, cause: (any Error)? = nil) {
        self.column = column
        self.value = String(value.prefix(80))
        self.cause = cause
    }
    package var description: String {
        "the stored \(column) '\(value)' cannot be read" + (cause.map { ": \($0)" } ?? "")
    }
}

// A column that may not be NULL holds a value: the tables say so. An empty text or 0 stands for what cannot be.
extension StoredRow {
    package func text(_ column: String) -> String { storedText(column) ?? "" }
    package func optionalText(_ column: String) -> String? { storedText(column) }
    package func number(_ column: String) -> Int { Int(storedNumber(column) ?? 0) }
    package func optionalNumber(_ column: String) -> Int? { storedNumber(column).map { Int($0) } }
    package func bytes(_ column: String) -> [UInt8] { storedBytes(column) ?? [] }
    package func flag(_ column: String) -> Bool { storedNumber(column) ?? 0 != 0 }
    package func moment(_ column: String) -> Timestamp { Timestamp(milliseconds: storedNumber(column) ?? 0) }
    package func optionalMoment(_ column: String) -> Timestamp? {
        storedNumber(column).map { Timestamp(milliseconds: $0) }
    }

    package func project(_ column: String) throws -> ProjectID { try parsed(column, ProjectID.init(parsing:)) }
    package func version(_ column: String) throws -> VersionID { try parsed(column, VersionID.init(parsing:)) }
    package func path(_ column: String) throws -> ArtifactPath { try parsed(column, ArtifactPath.init(parsing:)) }
    package func randomID(_ column: String) throws -> RandomID {
        try optional(column, RandomID.init) ?? { throw DamagedRow(column, "NULL") }()
    }
    package func optionalProject(_ column: String) throws -> ProjectID? {
        try optional(column) { try? ProjectID(parsing: $0) }
    }
    package func optionalVersion(_ column: String) throws -> VersionID? {
        try optional(column) { try? VersionID(parsing: $0) }
    }
    package func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        try optional(column, Word.init(rawValue:)) ?? { throw DamagedRow(column, "NULL") }()
    }

    package func json(_ column: String) throws -> JSONValue { try JSONValue(stored: text(column), in: column) }
    package func optionalJSON(_ column: String) throws -> JSONValue? {
        try optionalText(column).map { try JSONValue(stored: $0, in: column) }
    }
    package func texts(_ column: String) throws -> [String] {
        try json(column).texts() ?? { throw DamagedRow(column, text(column)) }()
    }

    package func optional<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value? {
        guard let text = optionalText(column) else { return nil }
        guard let value = parse(text) else { throw DamagedRow(column, text) }
        return value
    }
    private func parsed<Value>(_ column: String, _ parse: (String) throws(NameError) -> Value) throws -> Value {
        let text = text(column)
        do throws(NameError) { return try parse(text) } catch { throw DamagedRow(column, text, cause: error) }
    }
}

extension Int {
    /// As the argument of a `LIMIT`: SQLite takes a negative one for none at all.
    package var asLimit: Int { Swift.min(Swift.max(self, 0), 1_000_000) }
}
