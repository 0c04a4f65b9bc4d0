import Foundation
import GRDB
import PostgresClient
import RegistryCore
import StorePostgres
import StoreSQLite
import Testing

/// The migrations of both dialects end with the same tables.
@Suite(
    "Schemas of SQLite and PostgreSQL",
    .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct DialectTests {
    struct Column: Hashable, CustomStringConvertible {
        let table: String
        let name: String
        let isNullable: Bool
        /// Its place in the primary key, from 1.
        let key: Int?
        var description: String { "\(table).\(name) nullable=\(isNullable) key=\(key ?? 0)" }
    }
    /// A unique index beside the primary key: table, columns, and whether it is partial.
    struct Unique: Hashable {
        let table: String
        let columns: [String]
        let isPartial: Bool
    }

    /// What only the server's pipeline needs.
    private static let onlyPostgres = [
        "projects.commit_id", "versions.commit_id", "uploads.commit_id", "scrolls.commit_id",
        "index_segments.commit_id", "lane_heads.index_before",
    ]

    @Test("have the same tables, columns, keys and unique indexes")
    func agree() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "dialect.sqlite").path
        try await SQLiteStore(path: path).close()
        let lite = try DatabaseQueue(path: path)
        try await TestDatabase.with(lanes: LaneCount(1)) { database in
            let here = try await columns(database.client)
                .filter { !Self.onlyPostgres.contains("\($0.table).\($0.name)") }
            let there = try await lite.read { (db: Database) -> [Column] in try fileColumns(db) }
            #expect(here.count > 80)
            #expect(Set(here).symmetricDifference(Set(there)).isEmpty)
            let ours = try await uniques(database.client)
            let theirs = try await lite.read { (db: Database) -> [Unique] in try fileUniques(db) }
            #expect(Set(ours) == Set(theirs))
        }
    }

    private func columns(_ client: PostgresClient) async throws -> [Column] {
        let rows = try await client.read(
            PostgresStatement(
                """
                SELECT t.relname::text AS "table", a.attname::text AS name, NOT a.attnotnull AS nullable,
                  array_position(x.indkey::int2[], a.attnum)::bigint + 1 AS key
                FROM pg_class t
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_index x ON x.indrelid = t.oid AND x.indisprimary
                WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
                """))
        return rows.map {
            Column(
                table: $0.text("table") ?? "", name: $0.text("name") ?? "", isNullable: $0.bool("nullable") ?? false,
                key: $0.int("key"))
        }
    }
    private func fileColumns(_ db: Database) throws -> [Column] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT m.name AS "table", c.name, c."notnull", c.pk FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                """
        ).map { row in
            let place: Int = row["pk"]
            let isRequired: Bool = row["notnull"]
            return Column(
                table: row["table"], name: row["name"], isNullable: !isRequired, key: place == 0 ? nil : place)
        }
    }

    private func uniques(_ client: PostgresClient) async throws -> [Unique] {
        let rows = try await client.read(
            PostgresStatement(
                """
                SELECT t.relname::text AS "table", x.indpred IS NOT NULL AS partial,
                  (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(x.indkey::int2[])
                     WITH ORDINALITY AS k(attnum, place)
                   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) AS columns
                FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid
                WHERE x.indisunique AND NOT x.indisprimary AND t.relnamespace = 'public'::regnamespace
                """))
        return rows.map {
            Unique(
                table: $0.text("table") ?? "",
                columns: ($0.text("columns") ?? "").split(separator: ",").map(String.init),
                isPartial: $0.bool("partial") ?? false)
        }
    }
    private func fileUniques(_ db: Database) throws -> [Unique] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT m.name AS "table", i.partial,
                  (SELECT group_concat(name) FROM (SELECT c.name FROM pragma_index_info(i.name) c ORDER BY c.seqno)) AS columns
                FROM sqlite_master m, pragma_index_list(m.name) i
                WHERE m.type = 'table' AND i."unique" = 1 AND i.origin <> 'pk'
                """
        ).map { row in
            let columns: String = row["columns"]
            return Unique(
                table: row["table"], columns: columns.split(separator: ",").map(String.init), isPartial: row["partial"])
        }
    }
}
