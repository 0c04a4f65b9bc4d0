internal import Foundation
internal import GRDB
internal import JSONDocument
internal import RegistryStore

// The tables are STRICT: a column holds its declared type, or NULL where that is allowed.
extension Row: StoredRow {
    package func storedText(_ column: String) -> String? { self[column] }
    package func storedNumber(_ column: String) -> Int64? { self[column] }
    package func storedBytes(_ column: String) -> [UInt8]? {
        // Fails only for a column that is not there, which is a mistake of ours.
        (try? withUnsafeData(named: column) { data in data.map { [UInt8]($0) } }) ?? nil
    }
    package func storedText(at column: Int) -> String? { self[column] }
    package func storedNumber(at column: Int) -> Int64? { self[column] }
}

extension StoredArguments {
    /// As GRDB binds them; a list of texts is a JSON array, for `json_each`.
    var bound: StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        for (name, value) in self.values {
            switch value {
            // Not by subscript, which would take a NULL for a removal.
            case .number(let number): values.updateValue(number, forKey: name)
            case .flag(let flag): values.updateValue(flag, forKey: name)
            case .text(let text): values.updateValue(text, forKey: name)
            case .bytes(let bytes): values.updateValue(Data(bytes), forKey: name)
            case .numbers(let numbers):
                values.updateValue(JSONValue.array(numbers.map { .number(JSONNumber($0)) }).stored, forKey: name)
            case .texts(let texts): values.updateValue(JSONValue(texts: texts).stored, forKey: name)
            }
        }
        return StatementArguments(values)
    }
}
