package import JSONDocument

/// Documents as lines of a table: tab-separated, or comma-separated after RFC 4180.
///
/// A column is a dotted name; where the way to it leads through arrays it has the values of all elements. Strings stand as
/// they are, numbers and truth values as in JSON, nulls and what is absent as nothing, several values joined by `|` (a `|` or
/// `\` within one with a `\` before it), objects as JSON.
package struct TableText: Sendable {
    package enum Form: String, Sendable {
        /// Backslash, tab, line feed and carriage return in cells are written `\\`, `\t`, `\n` and `\r`.
        case tsv
        /// A string that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage
        /// return and is no number, has a `'` before it (OWASP, "CSV Injection").
        case csv
    }
    /// What is shown when no members are asked for.
    package static let usualColumns = ["_extra.id", "path", "_extra.type", "title"]

    private let form: Form
    private let columns: [(name: String, keys: [String])]

    package init(_ form: Form, columns: [String]) {
        self.form = form
        self.columns = columns.map { name in
            (name, name.utf8.split(separator: UInt8(ascii: ".")).map { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// The names of the columns, with the line's end.
    package var header: String { line(columns.map { Cell(text: $0.name, isText: true) }) }

    package func row(_ document: JSONValue) -> String {
        line(
            columns.map { column in
                var values: [JSONValue] = []
                Self.collect(document, at: column.keys[...], &values)
                return Self.cell(values)
            })
    }

    private struct Cell {
        var text: String
        /// Whether it came from strings: a number is never a formula.
        var isText: Bool
    }

    private func line(_ cells: [Cell]) -> String {
        switch form {
        case .tsv: cells.map { Self.escaped($0.text) }.joined(separator: "\t") + "\n"
        case .csv: cells.map { Self.quoted(Self.harmless($0)) }.joined(separator: ",") + "\r\n"
        }
    }

    /// The leaves of what is at a path: arrays opened, also on the way.
    private static func collect(_ value: JSONValue, at keys: ArraySlice<String>, _ values: inout [JSONValue]) {
        switch value {
        case .array(let elements): for element in elements { collect(element, at: keys, &values) }
        case .object(let members):
            guard let key = keys.first else { return values.append(value) }
            if let member = members[key] { collect(member, at: keys.dropFirst(), &values) }
        case .null: break
        case .bool, .number, .string: if keys.isEmpty { values.append(value) }
        }
    }

    private static func cell(_ values: [JSONValue]) -> Cell {
        if values.count == 1, let only = values.first {
            return Cell(text: only.stringValue ?? only.description, isText: only.stringValue != nil)
        }
        let texts = values.map { value in
            replacing(value.stringValue ?? value.description) { byte in
                byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : nil
            }
        }
        return Cell(text: texts.joined(separator: "|"), isText: true)
    }

    private static func escaped(_ text: String) -> String {
        replacing(text) { byte in
            switch byte {
            case UInt8(ascii: "\\"): Array("\\\\".utf8)
            case UInt8(ascii: "\t"): Array("\\t".utf8)
            case UInt8(ascii: "\n"): Array("\\n".utf8)
            case UInt8(ascii: "\r"): Array("\\r".utf8)
            default: nil
            }
        }
    }

    private static func harmless(_ cell: Cell) -> String {
        guard cell.isText, let first = cell.text.utf8.first else { return cell.text }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return "'" + cell.text
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            // A sign alone, as of a strand, and a number are what they are.
            let rest = String(decoding: cell.text.utf8.dropFirst(), as: UTF8.self)
            return rest.isEmpty || JSONNumber(text: rest) != nil ? cell.text : "'" + cell.text
        default: return cell.text
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
                && byte != UInt8(ascii: "\r")
        }
        if isPlain, text.utf8.first != UInt8(ascii: " "), text.utf8.last != UInt8(ascii: " ") { return text }
        return "\"" + replacing(text) { $0 == UInt8(ascii: "\"") ? [$0, $0] : nil } + "\""
    }

    private static func replacing(_ text: String, _ replacement: (UInt8) -> [UInt8]?) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if let replacement = replacement(byte) { bytes += replacement } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
