internal import Catalog
internal import GRDB
internal import JSONDocument
internal import RegistryCore

/// A stored value that this registry cannot have written.
struct DamagedRow: Error, CustomStringConvertible {
    let column: String
    let value: String
    let cause: (any Error)?

    init(_ column: String, _ value: String, cause: (any Error)? = nil) {
        self.column = column
        self.value = String(value.prefix(80))
        self.cause = cause
    }
    var description: String {
        "the stored \(column) '\(value)' cannot be read" + (cause.map { ": \($0)" } ?? "")
    }
}

// The tables are STRICT: a column holds its declared type, or NULL where that is allowed.
extension Row {
    func text(_ column: String) -> String { self[column] }
    func optionalText(_ column: String) -> String? { self[column] }
    func number(_ column: String) -> Int { self[column] }
    func optionalNumber(_ column: String) -> Int? { self[column] }
    func flag(_ column: String) -> Bool { self[column] }
    func moment(_ column: String) -> Timestamp { Timestamp(milliseconds: self[column]) }
    func optionalMoment(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map { Timestamp(milliseconds: $0) }
    }

    func project(_ column: String) throws -> ProjectID { try parsed(column, ProjectID.init(parsing:)) }
    func version(_ column: String) throws -> VersionID { try parsed(column, VersionID.init(parsing:)) }
    func path(_ column: String) throws -> ArtifactPath { try parsed(column, ArtifactPath.init(parsing:)) }
    func randomID(_ column: String) throws -> RandomID {
        try optional(column, RandomID.init) ?? { throw DamagedRow(column, "NULL") }()
    }
    func optionalUpload(_ column: String) throws -> UploadID? { try optional(column, UploadID.init) }
    func optionalJob(_ column: String) throws -> JobID? { try optional(column, JobID.init) }
    func optionalProject(_ column: String) throws -> ProjectID? {
        try optional(column) { try? ProjectID(parsing: $0) }
    }
    func optionalVersion(_ column: String) throws -> VersionID? {
        try optional(column) { try? VersionID(parsing: $0) }
    }
    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        try optional(column, Word.init(rawValue:)) ?? { throw DamagedRow(column, "NULL") }()
    }

    func json(_ column: String) throws -> JSONValue { try JSONValue(stored: text(column), in: column) }
    func optionalJSON(_ column: String) throws -> JSONValue? {
        try optionalText(column).map { try JSONValue(stored: $0, in: column) }
    }
    func texts(_ column: String) throws -> [String] {
        try json(column).texts() ?? { throw DamagedRow(column, text(column)) }()
    }

    private func parsed<Value>(_ column: String, _ parse: (String) throws(NameError) -> Value) throws -> Value {
        let text = text(column)
        do throws(NameError) { return try parse(text) } catch { throw DamagedRow(column, text, cause: error) }
    }
    private func optional<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value? {
        guard let text = optionalText(column) else { return nil }
        guard let value = parse(text) else { throw DamagedRow(column, text) }
        return value
    }
}

extension JSONValue {
    /// Wider than for what comes from outside: a job's result may hold a thousand errors.
    private static let storedLimits = JSONLimits(maxBytes: 256 << 20, maxDepth: 512)

    init(stored text: String, in column: String) throws {
        do throws(JSONError) {
            self = try JSONValue(parsing: Array(text.utf8), limits: Self.storedLimits)
        } catch {
            throw DamagedRow(column, text, cause: error)
        }
    }
    init(texts: [String]) { self = .array(texts.map { .string($0) }) }

    /// The compact text that a column holds.
    var stored: String { String(decoding: serialized(), as: UTF8.self) }
    /// The elements of an array of strings; nil for anything else.
    func texts() -> [String]? {
        guard let values = arrayValue else { return nil }
        let texts = values.compactMap(\.stringValue)
        return texts.count == values.count ? texts : nil
    }
}
