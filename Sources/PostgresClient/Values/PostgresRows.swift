internal import CPostgres
internal import Glibc

/// The rows that a statement gave, read in place.
///
/// `@unchecked Sendable` because a `PGresult` never changes once libpq has handed it over, and is freed once, here.
package final class PostgresRows: @unchecked Sendable {
    private let result: OpaquePointer

    /// How many rows there are.
    package let count: Int

    /// How many rows the statement changed or gave; 0 for one that does neither.
    package var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What the server did: `COMMIT` ends a failed transaction with `ROLLBACK`.
    var command: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
    }

    deinit { PQclear(result) }

    /// The names of the columns, in order.
    package var columns: [String] {
        (0..<PQnfields(result)).map { column in PQfname(result, column).map { String(cString: $0) } ?? "" }
    }

    package subscript(row: Int) -> PostgresRow {
        precondition(row >= 0 && row < count, "no row \(row) of \(count)")
        return PostgresRow(rows: self, number: Int32(row))
    }

    /// The number of the column called `name`, or nil.
    func column(_ name: String) -> Int32? {
        name.withCString { name in
            (0..<PQnfields(result)).first { column in PQfname(result, column).map { strcmp($0, name) == 0 } ?? false }
        }
    }

    /// The binary value and the number of its type; nil for NULL.
    func field(_ row: Int32, _ column: Int32) -> (bytes: UnsafeRawBufferPointer, type: UInt32)? {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return (bytes, PQftype(result, column))
    }
}

extension PostgresRows: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { count }
}
