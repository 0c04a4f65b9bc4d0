internal import PostgresClient
internal import RegistryStore

/// An `INSERT` of one row, and what inserts many of them with few statements: a statement costs more than a row.
struct RowInsert: Sendable {
    private static let sizes = [64, 8, 1]
    private let row: PostgresText
    /// By the number of rows, in descending order.
    private let texts: [(rows: Int, text: PostgresText)]

    /// - Parameter row: `INSERT INTO table (columns) VALUES (parameters)` and what follows, where no parameter stands twice
    ///   and none behind the values.
    init(_ row: PostgresText) {
        self.row = row
        texts = Self.sizes.map { ($0, PostgresText(Self.sql(row, rows: $0))) }
    }

    /// The statements that insert `rows`, each row's values by name.
    ///
    /// A statement with `ON CONFLICT … DO UPDATE` cannot meet a row twice: keys have to be unique among `rows`.
    func statements(_ rows: [StoredArguments]) -> [PostgresStatement] {
        var statements: [PostgresStatement] = []
        var rest = rows[...]
        for (size, text) in texts {
            while rest.count >= size {
                let values = rest.prefix(size).flatMap { PostgresStatement(row, binding: $0).values }
                statements.append(PostgresStatement(text, values))
                rest = rest.dropFirst(size)
            }
        }
        return statements
    }

    private static func sql(_ row: PostgresText, rows: Int) -> String {
        guard let keyword = row.sql.firstRange(of: "VALUES"),
            let start = row.sql[keyword.upperBound...].firstIndex(of: "("),
            let end = row.sql[start...].firstIndex(of: ")")
        else { preconditionFailure("no row of values in: \(row.sql)") }
        let count = row.names.count
        let groups = (0..<rows).map { row in
            "(" + (1...count).map { "$\(row * count + $0)" }.joined(separator: ", ") + ")"
        }
        return row.sql[..<start] + groups.joined(separator: ", ") + row.sql[row.sql.index(after: end)...]
    }
}
