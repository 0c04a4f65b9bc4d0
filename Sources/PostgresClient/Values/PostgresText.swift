/// The text of a statement with its parameters by name, read once: `:lane` becomes `$1`.
///
/// A name is a letter or `_` and then letters, digits and `_`; `::type` and what stands in quotes is left alone. Keep it
/// in a `static let`: a connection knows a prepared statement by this object.
package final class PostgresText: Sendable {
    /// As the server reads it.
    package let sql: String
    /// The names in the order of their numbers.
    package let names: [String]

    /// - Parameter text: ours alone; nothing of it may come from outside.
    package init(_ text: String) {
        var sql = ""
        var names: [String] = []
        var rest = text.unicodeScalars[...]
        var quote: Unicode.Scalar?
        while let scalar = rest.popFirst() {
            if let open = quote {
                if scalar == open { quote = nil }
                sql.unicodeScalars.append(scalar)
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
                sql.unicodeScalars.append(scalar)
            } else if scalar == ":", rest.first == ":" {
                sql += "::"
                rest = rest.dropFirst()
            } else if scalar == ":", let first = rest.first, first.isNameStart {
                let name = String(String.UnicodeScalarView(rest.prefix { $0.isNamePart }))
                rest = rest.dropFirst(name.unicodeScalars.count)
                let known = names.firstIndex(of: name)
                if known == nil { names.append(name) }
                sql += "$\((known ?? names.count - 1) + 1)"
            } else {
                sql.unicodeScalars.append(scalar)
            }
        }
        self.sql = sql
        self.names = names
    }
}

extension Unicode.Scalar {
    fileprivate var isNameStart: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" }
    fileprivate var isNamePart: Bool { isNameStart || ("0"..."9").contains(self) }
}
