internal import PostgresClient
internal import RegistryStore

extension PostgresRow: StoredRow {
    func storedText(_ column: String) -> String? { text(column) }
    func storedNumber(_ column: String) -> Int64? { int(column).map { Int64($0) } }
    func storedBytes(_ column: String) -> [UInt8]? { bytes(column) }
    func storedText(at column: Int) -> String? { text(column) }
    func storedNumber(at column: Int) -> Int64? { int(column).map { Int64($0) } }
}
